import { traced } from '../connection/db.ts'
import { toProperty } from './casts/cast-columns.ts'
import { changedColumns } from './changed-columns.ts'
import { insertRow } from './insert-row.ts'
import { currentTables } from './model-query.ts'
import type { ModelQuery } from './model-query.ts'
import { ModelQueries } from './model-queries.ts'
import type { AnyModelClass } from './model-types.ts'
import { instanceOf, provideRecordAccess } from './records.ts'
import { guardRelations } from './relations/guard-relations.ts'
import { relatedQuery } from './relations/related-query.ts'
import { assertKeyStays, keyOf, rowGone } from './row-key.ts'
import { separate } from './row-values.ts'
import { shownColumns } from './shown-columns.ts'
import { columnsOf } from './table-columns.ts'
import { updateRow } from './update-row.ts'
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
      return instanceOf(this, await insertRow(this, toWritable(this, columns, values, 'create')))
    })
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

  async #save(): Promise<this> {
    const model = this.#model
    const columns = await columnsOf(model.table)
    if (!this.#stored) {
      const own = Object.fromEntries(Object.entries(this).filter(([name]) => columns.has(name)))
      this.#take(await insertRow(model, toWritable(model, columns, own, 'create')))
      return this
    }
    const row = this as unknown as Values
    assertKeyStays(model, this.#stored, row)
    const changed = changedColumns(model, columns, row, this.#stored)
    if (Object.keys(changed).length === 0) return this
    return this.#write(changed)
  }

  async #write(values: Values): Promise<this> {
    const model = this.#model
    const key = keyOf(model, this.#stored)
    const columns = await columnsOf(model.table)
    const row = await updateRow(model, key, toWritable(model, columns, values, 'update'))
    if (!row) throw rowGone(model, key)
    this.#take(row)
    return this
  }

  async delete(): Promise<void> {
    const { options, deletedAtColumn } = this.#model
    if (options.softDeletes !== true) return this.forceDelete()
    await traced(() => this.#write({ [deletedAtColumn]: new Date() }))
  }

  get isTrashed(): boolean {
    return (this.#stored?.[this.#model.deletedAtColumn] ?? null) !== null
  }

  restore(): Promise<this> {
    return traced(() => this.#write({ [this.#model.deletedAtColumn]: null }))
  }

  async forceDelete(): Promise<void> {
    const { table, primaryKey } = this.#model
    const key = keyOf(this.#model, this.#stored)
    await currentTables().deleteFrom(table).where(primaryKey, '=', key).execute()
    this.#stored = null
  }

  async refresh(): Promise<this> {
    const { table, primaryKey } = this.#model
    const key = keyOf(this.#model, this.#stored)
    const row = await currentTables()
      .selectFrom(table)
      .selectAll()
      .where(primaryKey, '=', key)
      .executeTakeFirst()
    if (!row) throw rowGone(this.#model, key)
    this.#take(row)
    return this
  }

  related(name: string): ModelQuery<AnyModelClass> {
    return relatedQuery(this.#model, name, this as unknown as Values, instanceOf)
  }

  toJSON(): Values {
    return shownColumns(this.#model, this as unknown as Values, this.#stored)
  }

  get #model(): typeof ModelRecord {
    return this.constructor as typeof ModelRecord
  }

  #take(row: Values): void {
    Object.assign(this, row)
    this.#stored = separate(row)
    const model = this.#model
    for (const name in model.options.casts)
      if (name in row) Object.assign(this, { [name]: toProperty(model, name, this[name as keyof this]) })
  }
}
