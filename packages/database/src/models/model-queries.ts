import { DatabaseError } from '../errors/database-error.ts'
import type { CursorPage } from './cursor-page.ts'
import type { CursorOptions } from './cursor-paginate.ts'
import { firstRow, isPlainValue } from './first-row.ts'
import { isImpossibleKey } from './impossible-key.ts'
import { listen } from './model-events.ts'
import type { ModelEvent } from './model-events.ts'
import { ModelQuery } from './model-query.ts'
import type { AnyOptions } from './model-options.ts'
import type { Key } from './row-types.ts'
import type { Page } from './page.ts'
import { revive } from './plain-rows.ts'
import type { PlainRow } from './plain-rows.ts'
import { instanceOf } from './records.ts'
import { loadRelations, toEagerLoads } from './relations/load-relations.ts'
import type { GivenRelations } from './relations/load-relations.ts'
import { provideRelationStatics } from './relations/relation-statics.ts'
import type { SoftDeletingClass } from './soft-deletes.ts'

type AnyQuery = ModelQuery<SoftDeletingClass, object>

function queryOf(model: typeof ModelQueries): AnyQuery {
  return new ModelQuery<SoftDeletingClass, object>(model, (row) => instanceOf(model, row))
}

/** The names of its table, and the ways to ask for its rows, that every model has as statics. */
// oxlint-disable-next-line typescript/no-extraneous-class -- models inherit its statics
export class ModelQueries {
  static readonly table: string = ''
  static readonly options: AnyOptions = {}
  static primaryKey = 'id'
  static createdAtColumn = 'created_at'
  static updatedAtColumn = 'updated_at'
  static deletedAtColumn = 'deleted_at'

  static {
    provideRelationStatics(this, queryOf)
  }

  static async find(id: Key): Promise<object | null> {
    try {
      if (!isPlainValue(id)) return await queryOf(this).where(this.primaryKey, id).first()
      const row = await firstRow(this, this.primaryKey, id)
      return row ? instanceOf(this, row) : null
    } catch (error) {
      if (isImpossibleKey(error)) return null
      throw error
    }
  }

  static async findOrFail(id: Key): Promise<object> {
    const found = await this.find(id)
    if (found) return found
    throw new DatabaseError(
      'E_ROW_NOT_FOUND',
      `${this.table} has no row with ${this.primaryKey} ${String(id)}.`,
    )
  }

  static first(): Promise<object | null> {
    return this.orderBy(this.primaryKey).first()
  }

  static firstOrFail(): Promise<object> {
    return this.orderBy(this.primaryKey).firstOrFail()
  }

  static exists(): Promise<boolean> {
    return queryOf(this).exists()
  }

  static all(): Promise<object[]> {
    return queryOf(this).get()
  }

  static count(): Promise<number> {
    return queryOf(this).count()
  }

  static max(column: string): Promise<unknown> {
    return queryOf(this).max(column)
  }

  static min(column: string): Promise<unknown> {
    return queryOf(this).min(column)
  }

  static sum(column: string): Promise<number | string | null> {
    return queryOf(this).sum(column)
  }

  static avg(column: string): Promise<number | string | null> {
    return queryOf(this).avg(column)
  }

  static paginate(page?: number, perPage?: number): Promise<Page<object>> {
    return this.orderBy(this.primaryKey).paginate(page, perPage)
  }

  static cursorPaginate(options?: CursorOptions): Promise<CursorPage<object>> {
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

  static async load(rows: object[], ...given: GivenRelations): Promise<object[]> {
    await loadRelations(this, rows as Record<string, unknown>[], toEagerLoads(given))
    return rows
  }

  static chunk(size?: number): AsyncGenerator<object[], void, undefined> {
    return queryOf(this).chunk(size)
  }

  static each(size?: number): AsyncGenerator<object, void, undefined> {
    return queryOf(this).each(size)
  }

  static revive(plain: PlainRow): object {
    return revive(this, plain)
  }

  static on(event: ModelEvent, listener: (row: never, changes: never) => unknown): () => void {
    return listen(this, event, listener)
  }

  static withTrashed(): AnyQuery {
    return queryOf(this).withTrashed()
  }

  static onlyTrashed(): AnyQuery {
    return queryOf(this).onlyTrashed()
  }

  static scope(
    narrow: (query: AnyQuery, ...given: unknown[]) => AnyQuery,
  ): (...given: unknown[]) => AnyQuery {
    return (...given) => narrow(queryOf(this), ...given)
  }
}
