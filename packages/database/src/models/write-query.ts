import { traced } from '../connection/db.ts'
import { assertWhole } from './assert-whole.ts'
import { columnSum } from './column-sum.ts'
import { currentTables } from './current-tables.ts'
import type { AnyModelClass } from './model-types.ts'
import { RelationQuery } from './relations/relation-query.ts'
import type { AddableColumn, RowChanges } from './row-types.ts'
import { filtered } from './select-rows.ts'
import type { SoftDeletingQuery } from './soft-deletes.ts'
import { columnsOf } from './table-columns.ts'
import { toWritable } from './writable-values.ts'

/** What can be done with all rows that fit a query, each in one statement and without events. */
export abstract class WriteQuery<Class extends AnyModelClass, Instance> extends RelationQuery<
  Class,
  Instance
> {
  /**
   * Changes every row that fits, in one statement. Answers how many.
   *
   * @throws DatabaseError E_COLUMN_UNKNOWN, E_MODEL_INVALID when the query has an order, a limit or an offset
   */
  update(values: RowChanges<Class['table'], Class['options']>): Promise<number> {
    const { model, parts } = this
    return traced(async () => {
      assertWhole(model, parts, 'update')
      const written = toWritable(model, await columnsOf(model.table), values, 'update')
      const update = currentTables(parts.signal).updateTable<string>(model.table).set(written)
      const result = await filtered(model, parts, update).executeTakeFirst()
      return Number(result.numUpdatedRows)
    })
  }

  /**
   * Deletes every row that fits, in one statement; where the model keeps deleted rows they are marked. Answers how many.
   *
   * @throws DatabaseError E_MODEL_INVALID when the query has an order, a limit or an offset
   */
  delete(): Promise<number> {
    const { options, deletedAtColumn } = this.model
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

  /** Takes back that the rows that fit were deleted, in one statement. Answers how many. */
  restore(this: SoftDeletingQuery<Class, Instance>): Promise<number> {
    const { deletedAtColumn } = this.model
    const undeleted = { [deletedAtColumn]: null } as RowChanges<Class['table'], Class['options']>
    return this.onlyTrashed().update(undeleted)
  }

  /** Deletes every row that fits for good, in one statement. Answers how many. */
  forceDelete(this: SoftDeletingQuery<Class, Instance>): Promise<number> {
    return (this as unknown as WriteQuery<Class, Instance>).#delete()
  }

  async #delete(): Promise<number> {
    const { model, parts } = this
    assertWhole(model, parts, 'delete')
    const statement = currentTables(parts.signal).deleteFrom(model.table)
    return Number((await filtered(model, parts, statement).executeTakeFirst()).numDeletedRows)
  }
}
