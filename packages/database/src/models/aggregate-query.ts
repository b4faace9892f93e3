import { sql } from 'kysely'
import type { SelectQueryBuilder } from 'kysely'
import { toProperty } from './casts/cast-columns.ts'
import { currentTables } from './current-tables.ts'
import type { AnyTables } from './current-tables.ts'
import type { AnyModelClass } from './model-types.ts'
import { isExact, readAggregate } from './relations/aggregate.ts'
import type { ColumnFunction } from './relations/aggregate.ts'
import type { ColumnOf, ColumnSum, NumberColumn, PropertyOf } from './row-types.ts'
import { filtered, selectRows } from './select-rows.ts'
import { columnsOf } from './table-columns.ts'
import { WriteQuery } from './write-query.ts'

/** What is computed of all rows that a query answers, in the database. */
export abstract class AggregateQuery<Class extends AnyModelClass, Instance> extends WriteQuery<
  Class,
  Instance
> {
  async count(): Promise<number> {
    const row = await this.#rows
      .select((rows) => rows.fn.countAll<string | number>().as('count'))
      .executeTakeFirstOrThrow()
    return Number(row.count)
  }

  async exists(): Promise<boolean> {
    const found = await this.#rows
      .select((row) => row.lit(1).as('found'))
      .limit(1)
      .executeTakeFirst()
    return found !== undefined
  }

  /** The greatest value of a column; null where there are no rows. */
  max<Column extends ColumnOf<Class['table']>>(
    column: Column,
  ): Promise<PropertyOf<Class['table'], Column, Class['options']> | null> {
    return this.#property('max', column)
  }

  /** The least value of a column; null where there are no rows. */
  min<Column extends ColumnOf<Class['table']>>(
    column: Column,
  ): Promise<PropertyOf<Class['table'], Column, Class['options']> | null> {
    return this.#property('min', column)
  }

  /** The sum of a column: a text where the column is one, as decimals are, so that nothing of it is lost; null where there are no rows. */
  sum<Column extends NumberColumn<Class['table']>>(
    column: Column,
  ): Promise<ColumnSum<Class['table'], Column>> {
    return this.#sum('sum', column)
  }

  /** The mean of a column, of the same type as its sum. */
  avg<Column extends NumberColumn<Class['table']>>(
    column: Column,
  ): Promise<ColumnSum<Class['table'], Column>> {
    return this.#sum('avg', column)
  }

  async #property<Value>(use: ColumnFunction, column: string): Promise<Value> {
    return toProperty(this.model, column, await this.#value(use, column)) as Value
  }

  async #sum<Value>(use: ColumnFunction, column: string): Promise<Value> {
    const [value, columns] = await Promise.all([this.#value(use, column), columnsOf(this.model.table)])
    return readAggregate(use, value, isExact(columns.get(column))) as Value
  }

  async #value(use: ColumnFunction, column: string): Promise<unknown> {
    const row = await this.#rows
      .select(sql`${sql.raw(use)}(${sql.ref(column)})`.as('value'))
      .executeTakeFirstOrThrow()
    return row.value
  }

  /** With a limit those that it leaves, in the order that says which. */
  get #rows(): SelectQueryBuilder<AnyTables, string, object> {
    const { model, parts } = this
    const { limit, offset, signal } = parts
    if (limit === undefined && offset === undefined)
      return filtered(model, parts, currentTables(signal).selectFrom(model.table))
    const { aggregates: _, ...own } = parts
    return currentTables(signal).selectFrom(selectRows(model, own).as(model.table))
  }
}
