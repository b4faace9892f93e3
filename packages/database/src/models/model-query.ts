import { sql } from 'kysely'
import type { Kysely, SelectQueryBuilder } from 'kysely'
import { currentDatabase, traced } from '../connection/db.ts'
import { DatabaseError } from '../errors/database-error.ts'
import { loadRelations } from './relations/load-relations.ts'
import type { Aggregate } from './relations/aggregate.ts'
import { rankColumn, rankedRows } from './relations/ranked-rows.ts'
import { RelationQuery } from './relations/relation-query.ts'
import type { EagerLoad } from './relations/relation.ts'
import { keepBeside, takeBeside } from './beside-row.ts'
import { columnSum } from './column-sum.ts'
import { isImpossibleKey } from './impossible-key.ts'
import { toCondition } from './where-condition.ts'
import { firstRow, isPlainValue } from './first-row.ts'
import { rowChunks, rowsIn } from './row-chunks.ts'
import { trashedCondition } from './soft-deletes.ts'
import type { SoftDeletingQuery, Trashed } from './soft-deletes.ts'
import { columnsOf } from './table-columns.ts'
import { toWritable } from './writable-values.ts'
import type { AnyOptions } from './model-options.ts'
import type {
  AddableColumn,
  AnyModelClass,
  ColumnOf,
  ComparableWith,
  Comparison,
  Condition,
  Key,
  KyselyQuery,
  RowChanges,
} from './model-types.ts'
import { cursorPaginate } from './cursor-paginate.ts'
import type { CursorOptions } from './cursor-paginate.ts'
import type { CursorPage } from './cursor-page.ts'
import { Page } from './page.ts'

/** What a query must know of the model that it answers. */
export interface QueriedModel {
  table: string
  primaryKey: string
  createdAtColumn: string
  updatedAtColumn: string
  deletedAtColumn: string
  readonly options: AnyOptions
}

/** A table and a row without their types: inside, the types are believed. */
export type AnyTables = Record<string, Record<string, unknown>>
type AnyBuilder = ReturnType<typeof selectRows>
type AnyRow = Record<string, unknown>

export interface Order {
  readonly column: string
  readonly direction: 'asc' | 'desc'
}

/** What a query asks for. */
export interface QueryParts {
  wheres: readonly (readonly unknown[])[]
  orders: readonly Order[]
  /** The relations that are loaded along. */
  relations: readonly EagerLoad[]
  /** What is computed of related rows. */
  aggregates?: readonly Aggregate[]
  /** What the table is called inside of another statement. */
  alias?: string
  /** The column whose values have a limit and an offset each. */
  limitPer?: string
  limit?: number | undefined
  offset?: number | undefined
  trashed?: Trashed
}

/**
 * A query that answers rows of a model. Each step answers a new query, so that one can be kept and used twice.
 *
 * ```ts
 * const posts = await Post.where('views', '>', 100).latest().limit(10).get()
 * ```
 */
export class ModelQuery<Class extends AnyModelClass, Instance = InstanceType<Class>> extends RelationQuery<
  Class,
  Instance
> {
  readonly #model: QueriedModel
  readonly #hydrate: (row: AnyRow) => Instance
  readonly #parts: QueryParts

  constructor(
    model: QueriedModel,
    hydrate: (row: AnyRow) => Instance,
    parts: QueryParts = { wheres: [], orders: [], relations: [] },
  ) {
    super()
    this.#model = model
    this.#hydrate = hydrate
    this.#parts = parts
  }

  get model(): QueriedModel {
    return this.#model
  }

  get parts(): QueryParts {
    return this.#parts
  }

  refined(change: Partial<QueryParts>): ModelQuery<Class, Instance> {
    return this.#with(change)
  }

  /** Conditions are joined by `and`. A comparison with null asks `is null`. */
  where(condition: Condition<Class['table']>): ModelQuery<Class, Instance>
  where<Column extends ColumnOf<Class['table']>>(
    column: Column,
    value: ComparableWith<Class['table'], Column, Class['options']>,
  ): ModelQuery<Class, Instance>
  where<Column extends ColumnOf<Class['table']>>(
    column: Column,
    comparison: Comparison,
    value: ComparableWith<Class['table'], Column, Class['options']>,
  ): ModelQuery<Class, Instance>
  where<Column extends ColumnOf<Class['table']>>(
    column: Column,
    comparison: 'in' | 'not in',
    values: readonly ComparableWith<Class['table'], Column, Class['options']>[],
  ): ModelQuery<Class, Instance>
  where(
    column: ColumnOf<Class['table']>,
    comparison: 'is' | 'is not',
    value: null,
  ): ModelQuery<Class, Instance>
  where(...given: unknown[]): ModelQuery<Class, Instance> {
    return this.#with({ wheres: [...this.#parts.wheres, toCondition(this.#model, given)] })
  }

  orderBy(column: ColumnOf<Class['table']>, direction: 'asc' | 'desc' = 'asc'): ModelQuery<Class, Instance> {
    return this.#with({ orders: [...this.#parts.orders, { column, direction }] })
  }

  /** Newest first; rows of the same moment by their key. */
  latest(column: string = this.#model.createdAtColumn): ModelQuery<Class, Instance> {
    const newest = [column, this.#model.primaryKey].map((name) => ({
      column: name,
      direction: 'desc' as const,
    }))
    return this.#with({ orders: [...this.#parts.orders, ...newest] })
  }

  limit(rows: number): ModelQuery<Class, Instance> {
    return this.#with({ limit: rows })
  }

  offset(rows: number): ModelQuery<Class, Instance> {
    return this.#with({ offset: rows })
  }

  /** The same query as Kysely's builder, for all that is not here; its rows are plain objects. */
  get query(): KyselyQuery<Class['table']> {
    return this.#select() as unknown as KyselyQuery<Class['table']>
  }

  /** The row with this key, if it fits the query as well. */
  async find(id: Key): Promise<Instance | null> {
    const byKey = { wheres: [...this.#parts.wheres, toCondition(this.#model, [this.#model.primaryKey, id])] }
    try {
      return await this.#with(byKey).first()
    } catch (error) {
      if (isImpossibleKey(error)) return null
      throw error
    }
  }

  /** @throws DatabaseError E_ROW_NOT_FOUND, which is a 404 */
  async findOrFail(id: Key): Promise<Instance> {
    const found = await this.find(id)
    if (found) return found
    const { table, primaryKey } = this.#model
    throw new DatabaseError(
      'E_ROW_NOT_FOUND',
      `No row of ${table} with ${primaryKey} ${String(id)} fits the query.`,
    )
  }

  async get(): Promise<Instance[]> {
    const rows = await this.#select().execute()
    return this.#toInstances(rows)
  }

  async first(): Promise<Instance | null> {
    const single = this.#singleComparison()
    if (!single) return (await this.limit(1).get())[0] ?? null
    const row = await firstRow(this.#model, single.column, single.value)
    return row ? ((await this.#toInstances([row]))[0] ?? null) : null
  }

  /**
   * A query is no rows: one that is sent as JSON has lost its end.
   * @throws DatabaseError E_QUERY_UNFINISHED, always
   */
  toJSON(): never {
    throw new DatabaseError(
      'E_QUERY_UNFINISHED',
      `A query of ${this.#model.table} was returned, not its rows.`,
    )
  }

  /** @throws DatabaseError E_ROW_NOT_FOUND, which is a 404 */
  async firstOrFail(): Promise<Instance> {
    const first = await this.first()
    if (first) return first
    throw new DatabaseError('E_ROW_NOT_FOUND', `No row of ${this.#model.table} fits the query.`)
  }

  async count(): Promise<number> {
    const row = await this.#filter(currentTables().selectFrom(this.#model.table))
      .select((rows) => rows.fn.countAll<string | number>().as('count'))
      .executeTakeFirstOrThrow()
    return Number(row.count)
  }

  async exists(): Promise<boolean> {
    const found = await this.#filter(currentTables().selectFrom(this.#model.table))
      .select((row) => row.lit(1).as('found'))
      .limit(1)
      .executeTakeFirst()
    return found !== undefined
  }

  /** @param page counted from 1; what is less is the first */
  async paginate(page = 1, perPage = 15): Promise<Page<Instance>> {
    const wanted = Math.max(1, Math.trunc(page) || 1)
    const [total, items] = await Promise.all([
      this.count(),
      this.limit(perPage)
        .offset((wanted - 1) * perPage)
        .get(),
    ])
    return new Page({ items, total, page: wanted, perPage })
  }

  /**
   * The rows behind a cursor, which stay the same while others are written and cost the same on every page. In the order of the query, and
   * rows with the same place in it by their key.
   *
   * @throws DatabaseError E_CURSOR_INVALID, which is a 400
   */
  cursorPaginate(options: CursorOptions = {}): Promise<CursorPage<Instance>> {
    return cursorPaginate(this, options)
  }

  /**
   * Changes every row that fits, in one statement. Answers how many.
   *
   * @throws DatabaseError E_COLUMN_UNKNOWN, E_MODEL_INVALID when the query has an order, a limit or an offset
   */
  update(values: RowChanges<Class['table'], Class['options']>): Promise<number> {
    return traced(async () => {
      this.#assertWhole('update')
      const columns = await columnsOf(this.#model.table)
      const written = toWritable(this.#model, columns, values, 'update')
      const result = await this.#filter(
        currentTables().updateTable(this.#model.table).set(written),
      ).executeTakeFirst()
      return Number(result.numUpdatedRows)
    })
  }

  /**
   * Deletes every row that fits, in one statement; where the model keeps deleted rows they are marked. Answers how many.
   *
   * @throws DatabaseError E_MODEL_INVALID when the query has an order, a limit or an offset
   */
  delete(): Promise<number> {
    const { options, deletedAtColumn } = this.#model
    if (options.softDeletes !== true) return this.#delete()
    return this.update({ [deletedAtColumn]: new Date() } as RowChanges<Class['table'], Class['options']>)
  }

  /** Adds to a column of every row that fits, in one statement: two at once both count. Answers how many rows. */
  increment(column: AddableColumn<Class['table']>, by: number | bigint = 1): Promise<number> {
    const sum = { [column]: columnSum(column, by) }
    return this.update(sum as RowChanges<Class['table'], Class['options']>)
  }

  decrement(column: AddableColumn<Class['table']>, by: number | bigint = 1): Promise<number> {
    return this.increment(column, -by)
  }

  /**
   * All rows, so many at a time, in constant memory: by their key, so that the last are asked for as fast as the first.
   *
   * @throws DatabaseError E_MODEL_INVALID when the query has an order, a limit or an offset
   */
  chunk(size = 1000): AsyncGenerator<Instance[], void, undefined> {
    this.#assertWhole('chunk')
    return rowChunks<Class, Instance>(this, this.#model.primaryKey, size)
  }

  /** The same, one row after the other: `for await (const post of Post.where('views', 0).each())`. */
  each(size = 1000): AsyncGenerator<Instance, void, undefined> {
    return rowsIn(this.chunk(size))
  }

  /** The deleted rows as well. */
  withTrashed(this: SoftDeletingQuery<Class, Instance>): ModelQuery<Class, Instance> {
    return (this as unknown as ModelQuery<Class, Instance>).#with({ trashed: 'with' })
  }

  /** The deleted rows alone. */
  onlyTrashed(this: SoftDeletingQuery<Class, Instance>): ModelQuery<Class, Instance> {
    return (this as unknown as ModelQuery<Class, Instance>).#with({ trashed: 'only' })
  }

  /** Takes back that the rows that fit were deleted, in one statement. Answers how many. */
  restore(this: SoftDeletingQuery<Class, Instance>): Promise<number> {
    const { deletedAtColumn } = this.#model
    const undeleted = { [deletedAtColumn]: null } as RowChanges<Class['table'], Class['options']>
    return this.onlyTrashed().update(undeleted)
  }

  /** Deletes every row that fits for good, in one statement. Answers how many. */
  forceDelete(this: SoftDeletingQuery<Class, Instance>): Promise<number> {
    return this.#delete()
  }

  async #delete(): Promise<number> {
    this.#assertWhole('delete')
    const result = await this.#filter(currentTables().deleteFrom(this.#model.table)).executeTakeFirst()
    return Number(result.numDeletedRows)
  }

  #with(change: Partial<QueryParts>): ModelQuery<Class, Instance> {
    return new ModelQuery<Class, Instance>(this.#model, this.#hydrate, { ...this.#parts, ...change })
  }

  async #toInstances(rows: readonly AnyRow[]): Promise<Instance[]> {
    const { aggregates = [], limitPer } = this.#parts
    for (const row of rows) {
      for (const { name, read } of aggregates) row[name] = read(row[name])
      if (limitPer !== undefined) delete row[rankColumn]
    }
    const beside = aggregates.filter(({ isBeside }) => isBeside).map(({ name }) => name)
    const instances = rows.map((row) => {
      const values = takeBeside(row, beside)
      const instance = this.#hydrate(row)
      if (values) keepBeside(instance as object, values)
      return instance
    })
    await loadRelations(this.#model, instances as AnyRow[], this.#parts.relations)
    return instances
  }

  #select(): AnyBuilder {
    const { orders, limit, offset, aggregates = [], alias = this.#model.table, limitPer } = this.#parts
    let builder = this.#filter(selectRows(this.#model.table, alias))
    for (const { name, select } of aggregates)
      builder = builder.select(sql`${select(this.#model, alias)}`.as(name))
    if (limitPer !== undefined && (limit !== undefined || offset !== undefined))
      return rankedRows(builder, { per: limitPer, orders, limit, offset })
    for (const { column, direction } of orders) builder = builder.orderBy(column, direction)
    if (limit !== undefined) builder = builder.limit(limit)
    // MySQL has no offset without a limit.
    else if (offset !== undefined) builder = builder.limit(Number.MAX_SAFE_INTEGER)
    return offset === undefined ? builder : builder.offset(offset)
  }

  /** One column that is compared with one value, and nothing else. */
  #singleComparison(): { column: string; value: unknown } | null {
    const { wheres, orders, limit, offset, aggregates, trashed } = this.#parts
    if (trashed !== undefined) return null
    if (wheres.length !== 1 || orders.length > 0 || limit !== undefined || offset !== undefined) return null
    if (aggregates !== undefined) return null
    const [column, comparison, value] = wheres[0]!
    return comparison === '=' && isPlainValue(value) ? { column: column as string, value } : null
  }

  // The builders of select, update and delete share `where` and no type.
  #filter<Builder>(builder: Builder): Builder {
    let filtered = builder as { where(...given: readonly unknown[]): unknown }
    for (const given of this.#parts.wheres) filtered = filtered.where(...given) as typeof filtered
    const kept = trashedCondition(this.#model, this.#parts.trashed, this.#parts.alias)
    if (kept) filtered = filtered.where(...kept) as typeof filtered
    return filtered as Builder
  }

  // PostgreSQL has no such thing, and dropping the limit in silence would change every row.
  #assertWhole(what: string): void {
    const { orders, limit, offset } = this.#parts
    if (orders.length === 0 && limit === undefined && offset === undefined) return
    throw new DatabaseError(
      'E_MODEL_INVALID',
      `${what} of ${this.#model.table} cannot have an order, a limit or an offset.`,
    )
  }
}

/** The database as the models see it. */
export function currentTables(): Kysely<AnyTables> {
  return currentDatabase() as unknown as Kysely<AnyTables>
}

function selectRows(table: string, alias: string) {
  const rows = currentTables().selectFrom(alias === table ? table : `${table} as ${alias}`)
  return rows.selectAll() as SelectQueryBuilder<AnyTables, string, AnyRow>
}
