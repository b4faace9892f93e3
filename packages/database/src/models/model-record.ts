import { traced } from '../connection/db.ts'
import { toProperty } from './casts/cast-columns.ts'
import { changedColumns, columnChanges } from './changed-columns.ts'
import { columnSum } from './column-sum.ts'
import { fillDefaults } from './default-values.ts'
import { firstOrCreate } from './first-or-create.ts'
import { insertRow } from './insert-row.ts'
import { insertRows } from './insert-rows.ts'
import { fire } from './model-events.ts'
import { currentTables, writtenTables } from './current-tables.ts'
import type { ModelQuery } from './model-query.ts'
import { ModelQueries } from './model-queries.ts'
import type { AnyModelClass } from './model-types.ts'
import { toPlain } from './plain-rows.ts'
import type { PlainRow } from './plain-rows.ts'
import { instanceOf, provideRecordAccess } from './records.ts'
import { guardRelations } from './relations/guard-relations.ts'
import { loadRelations, toEagerLoads } from './relations/load-relations.ts'
import type { GivenRelations } from './relations/load-relations.ts'
import { relatedQuery } from './relations/related-query.ts'
import { assertKeyStays, keyOf, rowGone } from './row-key.ts'
import { separate } from './row-values.ts'
import { shownColumns } from './shown-columns.ts'
import { columnsOf } from './table-columns.ts'
import { updateRow } from './update-row.ts'
import { upsertRows } from './upsert-rows.ts'
import type { UpsertOptions } from './upsert-rows.ts'
import { assertColumnsKnown, toWritable } from './writable-values.ts'

type Values = Record<string, unknown>

/** What every model is made of; {@link ModelClass} tells its types. */
export class ModelRecord extends ModelQueries {
  /** The row as the database has it; null while it is new. */
  #stored: Values | null = null

  static {
    provideRecordAccess({
      hydrate: (model, row) => {
        const record = new (model as typeof ModelRecord)()
        record.#take(row)
        return record as unknown as Values
      },
      copy: (given) => {
        const record = given as unknown as ModelRecord
        const copy = Object.assign(new record.#model(), record)
        if (record.#stored) copy.#stored = separate({ ...record.#stored })
        return copy as unknown as Values
      },
      isRecord: (value) => value instanceof ModelRecord,
    })
  }

  constructor() {
    super()
    guardRelations(new.target)
  }

  static create(values: Values): Promise<object> {
    return traced(async () => {
      const columns = await columnsOf(this.table)
      assertColumnsKnown(this.table, columns, values)
      return Object.assign(new this(), values).#insert()
    })
  }

  static createMany(rows: readonly Values[]): Promise<object[]> {
    return traced(async () => {
      if (rows.length === 0) return []
      const columns = await columnsOf(this.table)
      for (const values of rows) assertColumnsKnown(this.table, columns, values)
      const records = rows.map((values) => Object.assign(new this(), values))
      const written: Values[] = []
      // oxlint-disable-next-line no-await-in-loop -- a listener of one may look at the one before
      for (const record of records) written.push(await record.#toInsert())
      for (const [index, row] of (await insertRows(this, written)).entries()) records[index]!.#take(row)
      // oxlint-disable-next-line no-await-in-loop -- as above
      for (const record of records) await record.#wasInserted()
      return records
    })
  }

  static upsert(rows: readonly Values[], options: UpsertOptions<string>): Promise<void> {
    return traced(async () => {
      const columns = await columnsOf(this.table)
      const written = rows.map((values) => {
        const row = { ...values }
        fillDefaults(this, row)
        return toWritable(this, columns, row, 'create')
      })
      await upsertRows(this, written, options)
    })
  }

  static async firstOrCreate(by: Values, values: Values = {}): Promise<object> {
    return (await firstOrCreate(this, by, () => this.create({ ...by, ...values }))).row
  }

  static async updateOrCreate(by: Values, values: Values): Promise<object> {
    const { row, isNew } = await firstOrCreate(this, by, () => this.create({ ...by, ...values }))
    return isNew ? row : (row as ModelRecord).update(values)
  }

  save(): Promise<this> {
    return traced(() => this.#save())
  }

  update(values: Values): Promise<this> {
    return traced(async () => {
      const model = this.#model
      assertKeyStays(model, this.#stored, values)
      assertColumnsKnown(model.table, await columnsOf(model.table), values)
      Object.assign(this, values)
      return this.#save()
    })
  }

  increment(column: string, by: number | bigint = 1): Promise<this> {
    return traced(async () => {
      const { updatedAtColumn } = this.#model
      const row = await this.#write({ [column]: columnSum(column, by) })
      const taken = [column, updatedAtColumn].filter((name) => name in row)
      this.#takeColumns(Object.fromEntries(taken.map((name) => [name, row[name]])))
      return this
    })
  }

  decrement(column: string, by: number | bigint = 1): Promise<this> {
    return this.increment(column, -by)
  }

  async delete(): Promise<void> {
    const { options, deletedAtColumn } = this.#model
    if (options.softDeletes !== true) return this.forceDelete()
    await fire(this.#model, 'deleting', this)
    this.#take(await traced(() => this.#write({ [deletedAtColumn]: new Date() })))
    await fire(this.#model, 'deleted', this)
  }

  get isTrashed(): boolean {
    return (this.#stored?.[this.#model.deletedAtColumn] ?? null) !== null
  }

  async restore(): Promise<this> {
    await fire(this.#model, 'restoring', this)
    this.#take(await traced(() => this.#write({ [this.#model.deletedAtColumn]: null })))
    await fire(this.#model, 'restored', this)
    return this
  }

  async forceDelete(): Promise<void> {
    const { table, primaryKey } = this.#model
    const key = keyOf(this.#model, this.#stored)
    await fire(this.#model, 'deleting', this)
    await currentTables().deleteFrom(table).where(primaryKey, '=', key).execute()
    this.#stored = null
    await fire(this.#model, 'deleted', this)
  }

  async refresh(): Promise<this> {
    const { table, primaryKey } = this.#model
    const key = keyOf(this.#model, this.#stored)
    const row = await writtenTables()
      .selectFrom(table)
      .selectAll()
      .where(primaryKey, '=', key)
      .executeTakeFirst()
    if (!row) throw rowGone(this.#model, key)
    this.#take(row)
    return this
  }

  isDirty(...columns: string[]): boolean {
    const changed = this.#stored ? Object.keys(this.changes()) : Object.keys(this)
    return columns.length === 0 ? changed.length > 0 : columns.some((column) => changed.includes(column))
  }

  changes(): Record<string, { from: unknown; to: unknown }> {
    return this.#stored ? columnChanges(this.#model, this.#values, this.#stored) : {}
  }

  related(name: string): ModelQuery<AnyModelClass> {
    return relatedQuery(this.#model, name, this.#values, instanceOf)
  }

  async load(...given: GivenRelations): Promise<this> {
    await loadRelations(this.#model, [this as unknown as Values], toEagerLoads(given))
    return this
  }

  toJSON(): Values {
    return shownColumns(this.#model, this.#values, this.#stored)
  }

  toPlain(): PlainRow {
    return toPlain(this.#model, this.#values, this.#stored)
  }

  async #save(): Promise<this> {
    const model = this.#model
    const stored = this.#stored
    if (!stored) return this.#insert()
    assertKeyStays(model, stored, this.#values)
    await fire(model, 'saving', this)
    if (Object.keys(changedColumns(model, this.#values, stored)).length === 0) return this
    await fire(model, 'updating', this, () => this.changes())
    const changed = changedColumns(model, this.#values, stored)
    this.#take(await this.#write(changed))
    const changes = (): object => columnChanges(model, changed, stored)
    await fire(model, 'updated', this, changes)
    await fire(model, 'saved', this, changes)
    return this
  }

  async #insert(): Promise<this> {
    this.#take(await insertRow(this.#model, await this.#toInsert()))
    return this.#wasInserted()
  }

  async #toInsert(): Promise<Values> {
    const model = this.#model
    fillDefaults(model, this.#values)
    await fire(model, 'saving', this)
    await fire(model, 'creating', this)
    const columns = await columnsOf(model.table)
    const own = Object.fromEntries(Object.entries(this).filter(([name]) => columns.has(name)))
    return toWritable(model, columns, own, 'create')
  }

  async #wasInserted(): Promise<this> {
    await fire(this.#model, 'created', this)
    await fire(this.#model, 'saved', this)
    return this
  }

  /** Changes columns of the row in the database, and answers it as it is there. */
  async #write(values: Values): Promise<Values> {
    const model = this.#model
    const key = keyOf(model, this.#stored)
    const row = await updateRow(model, key, toWritable(model, await columnsOf(model.table), values, 'update'))
    if (!row) throw rowGone(model, key)
    return row
  }

  get #model(): typeof ModelRecord {
    return this.constructor as typeof ModelRecord
  }

  get #values(): Values {
    return this as unknown as Values
  }

  #take(row: Values): void {
    this.#stored = null
    this.#takeColumns(row)
  }

  #takeColumns(row: Values): void {
    Object.assign(this, row)
    const own = separate(row)
    this.#stored = this.#stored === null ? own : Object.assign(this.#stored, own)
    const model = this.#model
    for (const name in model.options.casts)
      if (name in row) this.#values[name] = toProperty(model, name, this.#values[name])
  }
}
