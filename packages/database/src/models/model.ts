import { traced } from '../connection/db.ts'
import { DatabaseError } from '../errors/database-error.ts'
import type { TableName } from '../types/tables.ts'
import { firstRow, isPlainValue } from './first-row.ts'
import { isImpossibleKey } from './impossible-key.ts'
import { insertRow } from './insert-row.ts'
import { ModelQuery, currentTables } from './model-query.ts'
import type { QueriedModel } from './model-query.ts'
import type { AnyModelClass, Key, ModelClass } from './model-types.ts'
import type { CursorOptions } from './cursor-paginate.ts'
import type { CursorPage } from './cursor-page.ts'
import type { Page } from './page.ts'
import { provideRecordAccess } from './records.ts'
import { guardRelations } from './relations/guard-relations.ts'
import { loadRelations, toEagerLoads } from './relations/load-relations.ts'
import type { GivenRelations } from './relations/load-relations.ts'
import { relatedQuery } from './relations/related-query.ts'
import { provideRelationStatics } from './relations/relation-statics.ts'
import { columnsOf } from './table-columns.ts'
import type { Columns } from './table-columns.ts'
import { isSame, isSameKey, separate, toText } from './row-values.ts'
import { updateRow } from './update-row.ts'
import { assertColumnsKnown, toWritable } from './writable-values.ts'

type Values = Record<string, unknown>
type AnyQuery = ModelQuery<AnyModelClass, ModelRecord>

/**
 * The class that a model extends. Its rows have the columns of the table as properties, typed by
 * `database/schema.ts`; `db` is Kysely for all that is not here.
 *
 * ```ts
 * export class Post extends Model('posts') {
 *   get isLong(): boolean {
 *     return this.body.length > 1000
 *   }
 * }
 *
 * const post = await Post.create({ title: 'Hello', body: 'The first one.' })
 * await post.update({ title: 'Hello again' })
 * const posts = await Post.where('title', 'like', 'Hello%').latest().paginate(1)
 * ```
 */
export function Model<Name extends TableName>(table: Name): ModelClass<Name> {
  const model = class extends ModelRecord {
    static override readonly table: string = table
  }
  return model as unknown as ModelClass<Name>
}

// A private static method would not be found on the classes that extend this one.
let hydrate: (model: typeof ModelRecord, row: Values) => ModelRecord

function queryOf(model: typeof ModelRecord): AnyQuery {
  return new ModelQuery<AnyModelClass, ModelRecord>(model, (row) => hydrate(model, row))
}

/** What every model is made of; {@link ModelClass} tells its types. */
class ModelRecord {
  static readonly table: string = ''
  static primaryKey = 'id'
  static createdAtColumn = 'created_at'
  static updatedAtColumn = 'updated_at'

  /** The row as the database has it; null while it is new. */
  #stored: Values | null = null

  static {
    provideRelationStatics(this, queryOf)
    hydrate = (model, row) => {
      const record = new model()
      record.#take(row)
      return record
    }
    provideRecordAccess({
      copy: (given) => {
        const record = given as unknown as ModelRecord
        const copy = Object.assign(new record.#model(), record)
        if (record.#stored) copy.#stored = separate({ ...record.#stored })
        return copy as unknown as Values
      },
    })
  }

  constructor() {
    guardRelations(new.target)
  }

  static async find(id: Key): Promise<ModelRecord | null> {
    try {
      if (!isPlainValue(id)) return await queryOf(this).where(this.primaryKey, id).first()
      const row = await firstRow(this.table, this.primaryKey, id)
      return row ? hydrate(this, row) : null
    } catch (error) {
      if (isImpossibleKey(error)) return null
      throw error
    }
  }

  static async findOrFail(id: Key): Promise<ModelRecord> {
    const found = await this.find(id)
    if (found) return found
    throw new DatabaseError(
      'E_ROW_NOT_FOUND',
      `${this.table} has no row with ${this.primaryKey} ${String(id)}.`,
    )
  }

  static first(): Promise<ModelRecord | null> {
    return this.orderBy(this.primaryKey).first()
  }

  static all(): Promise<ModelRecord[]> {
    return queryOf(this).get()
  }

  static count(): Promise<number> {
    return queryOf(this).count()
  }

  static paginate(page?: number, perPage?: number): Promise<Page<ModelRecord>> {
    return this.orderBy(this.primaryKey).paginate(page, perPage)
  }

  static cursorPaginate(options?: CursorOptions): Promise<CursorPage<ModelRecord>> {
    return queryOf(this).cursorPaginate(options)
  }

  static where(...given: Parameters<AnyQuery['where']>): AnyQuery {
    return queryOf(this).where(...given)
  }

  static orderBy(column: string, direction?: 'asc' | 'desc'): AnyQuery {
    return queryOf(this).orderBy(column, direction)
  }

  static latest(column?: string): AnyQuery {
    return queryOf(this).latest(column)
  }

  static limit(rows: number): AnyQuery {
    return queryOf(this).limit(rows)
  }

  static async load(rows: ModelRecord[], ...given: GivenRelations): Promise<ModelRecord[]> {
    await loadRelations(this, rows as unknown as Values[], toEagerLoads(given))
    return rows
  }

  static scope(
    narrow: (query: AnyQuery, ...given: unknown[]) => AnyQuery,
  ): (...given: unknown[]) => AnyQuery {
    return (...given) => narrow(queryOf(this), ...given)
  }

  static create(values: Values): Promise<ModelRecord> {
    return traced(async () => {
      const columns = await columnsOf(this.table)
      return hydrate(this, await insertRow(this, toWritable(this, columns, values, 'create')))
    })
  }

  save(): Promise<this> {
    return traced(() => this.#save())
  }

  update(values: Values): Promise<this> {
    return traced(async () => {
      this.#assertKeyStays(values)
      const { table } = this.#model
      assertColumnsKnown(table, await columnsOf(table), values)
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
    this.#assertKeyStays(this as unknown as Values)
    const changed = this.#changed(columns, this.#stored)
    if (Object.keys(changed).length === 0) return this
    const row = await updateRow(model, this.#key(), toWritable(model, columns, changed, 'update'))
    if (!row) throw this.#gone()
    this.#take(row)
    return this
  }

  #changed(columns: Columns, stored: Values): Values {
    const changed: Values = {}
    for (const name of Object.keys(this)) {
      if (name === this.#model.primaryKey || !columns.has(name)) continue
      const value = this[name as keyof this]
      if (!isSame(value, stored[name])) changed[name] = value
    }
    return changed
  }

  async delete(): Promise<void> {
    const model = this.#model
    await currentTables().deleteFrom(model.table).where(model.primaryKey, '=', this.#key()).execute()
    this.#stored = null
  }

  async refresh(): Promise<this> {
    const model = this.#model
    const row = await currentTables()
      .selectFrom(model.table)
      .selectAll()
      .where(model.primaryKey, '=', this.#key())
      .executeTakeFirst()
    if (!row) throw this.#gone()
    this.#take(row)
    return this
  }

  related(name: string): ModelQuery<AnyModelClass> {
    const toInstance = (model: QueriedModel, row: Values): ModelRecord =>
      hydrate(model as typeof ModelRecord, row)
    return relatedQuery(this.#model, name, this as unknown as Values, toInstance)
  }

  async load(...given: GivenRelations): Promise<this> {
    await loadRelations(this.#model, [this as unknown as Values], toEagerLoads(given))
    return this
  }

  toJSON(): Values {
    return Object.fromEntries(Object.entries(this))
  }

  get #model(): typeof ModelRecord {
    return this.constructor as typeof ModelRecord
  }

  #take(row: Values): void {
    Object.assign(this, row)
    this.#stored = separate(row)
  }

  #key(): unknown {
    const { table, primaryKey } = this.#model
    const key = this.#stored?.[primaryKey]
    if (key !== undefined && key !== null) return key
    throw new DatabaseError(
      'E_MODEL_INVALID',
      `This row of ${table} is not in the database: it has no ${primaryKey}.`,
    )
  }

  // The row would be written under another key and then be looked for under the old one.
  #assertKeyStays(values: Values): void {
    const { table, primaryKey } = this.#model
    const stored = this.#stored?.[primaryKey]
    const given = values[primaryKey]
    if (stored === undefined || given === undefined || isSameKey(given, stored)) return
    throw new DatabaseError(
      'E_MODEL_INVALID',
      `The row of ${table} with ${primaryKey} ${toText(stored)} cannot become the row with ${primaryKey} ${toText(given)}: a row keeps its key.`,
      {
        help: `Leave ${primaryKey} out of what is written, or change it by a query: where('${primaryKey}', old).update({ ${primaryKey}: new }).`,
      },
    )
  }

  #gone(): DatabaseError {
    const { table, primaryKey } = this.#model
    return new DatabaseError(
      'E_ROW_NOT_FOUND',
      `${table} has no row with ${primaryKey} ${String(this.#key())} any more.`,
    )
  }
}
