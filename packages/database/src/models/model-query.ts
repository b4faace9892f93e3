import { DatabaseError } from '../errors/database-error.ts'
import { AggregateQuery } from './aggregate-query.ts'
import { assertWhole } from './assert-whole.ts'
import { cursorPaginate } from './cursor-paginate.ts'
import type { CursorOptions } from './cursor-paginate.ts'
import type { CursorPage } from './cursor-page.ts'
import { firstRow } from './first-row.ts'
import { isImpossibleKey } from './impossible-key.ts'
import type { ColumnOf, ComparableWith, Comparison, Condition, Key, KyselyQuery } from './row-types.ts'
import type { AnyModelClass } from './model-types.ts'
import { Page } from './page.ts'
import type { QueriedModel, QueryParts } from './query-parts.ts'
import { loadRelations } from './relations/load-relations.ts'
import { rowChunks, rowsIn } from './row-chunks.ts'
import { selectRows, singleComparison } from './select-rows.ts'
import type { SoftDeletingQuery } from './soft-deletes.ts'
import { toInstances } from './to-instance.ts'
import { toCondition } from './where-condition.ts'

type AnyRow = Record<string, unknown>

/**
 * A query that answers rows of a model. Each step answers a new query, so that one can be kept and used twice.
 *
 * ```ts
 * const posts = await Post.where('views', '>', 100).latest().limit(10).get()
 * ```
 */
export class ModelQuery<
  in out Class extends AnyModelClass,
  out Instance = InstanceType<Class>,
> extends AggregateQuery<Class, Instance> {
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

  get model(): QueriedModel<Class['table']> {
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

  /**
   * Gives the query up when the signal says so, as when the client has left: it rejects, and is ended on the server.
   *
   * ```ts
   * const found = await Post.where('body', 'like', pattern).signal(this.signal).get()
   * ```
   */
  signal(signal: AbortSignal): ModelQuery<Class, Instance> {
    return this.#with({ signal })
  }

  /** The same query as Kysely's builder, for all that is not here; its rows are plain objects. */
  get query(): KyselyQuery<Class['table']> {
    return selectRows(this.#model, this.#parts) as unknown as KyselyQuery<Class['table']>
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
    const rows = await selectRows(this.#model, this.#parts).execute()
    return this.#toInstances(rows)
  }

  async first(): Promise<Instance | null> {
    const single = singleComparison(this.#parts)
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

  /** @param page counted from 1; what is less is the first */
  async paginate(page = 1, perPage = 15): Promise<Page<Instance>> {
    const wanted = Math.max(1, Math.trunc(page) || 1)
    const [total, items] = await Promise.all([
      this.#with({ limit: undefined, offset: undefined }).count(),
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
   * All rows, so many at a time, in constant memory: by their key, so that the last are asked for as fast as the first.
   *
   * @throws DatabaseError E_MODEL_INVALID when the query has an order, a limit or an offset
   */
  chunk(size = 1000): AsyncGenerator<Instance[], void, undefined> {
    assertWhole(this.#model, this.#parts, 'chunk')
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

  #with(change: Partial<QueryParts>): ModelQuery<Class, Instance> {
    return new ModelQuery<Class, Instance>(this.#model, this.#hydrate, { ...this.#parts, ...change })
  }

  async #toInstances(rows: readonly AnyRow[]): Promise<Instance[]> {
    const instances = await toInstances(this.#model, rows, this.#parts, this.#hydrate)
    const { relations, signal } = this.#parts
    await loadRelations(this.#model, instances as AnyRow[], relations, signal)
    return instances
  }
}
