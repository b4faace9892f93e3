import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { DriverName } from '../connection/database.ts'

/** One column of an order, with the value that a row has there. */
export interface OrderedValue {
  readonly column: string
  readonly direction: 'asc' | 'desc'
  readonly isNullable: boolean
  /** Null is a value with a place of its own. */
  readonly value: unknown
}

/** Whether a row comes behind the one with these values, in their order. The last column tells all rows apart. */
export function isBehind(values: readonly OrderedValue[], driver: DriverName): RawBuilder<boolean> {
  const ways = values.map((last, index) => {
    const before = values.slice(0, index).map(isEqual)
    return sql`(${sql.join([...before, comesBehind(last, driver)], sql` and `)})`
  })
  const behind = sql<boolean>`(${sql.join(ways, sql` or `)})`
  const [first] = values
  // What no `or` hides is found by an index.
  return first === undefined || first.value === null || nullsComeLast(first, driver)
    ? behind
    : sql<boolean>`${notBefore(first)} and ${behind}`
}

function isEqual({ column, value }: OrderedValue): RawBuilder<unknown> {
  return value === null ? sql`${sql.ref(column)} is null` : sql`${sql.ref(column)} = ${value}`
}

function comesBehind(ordered: OrderedValue, driver: DriverName): RawBuilder<unknown> {
  const { column, direction, value } = ordered
  const nullsLast = nullsComeLast(ordered, driver)
  if (value === null) return nullsLast ? sql`1 = 0` : sql`${sql.ref(column)} is not null`
  const behind = sql`${sql.ref(column)} ${direction === 'asc' ? sql`>` : sql`<`} ${value}`
  return nullsLast ? sql`(${behind} or ${sql.ref(column)} is null)` : behind
}

function notBefore({ column, direction, value }: OrderedValue): RawBuilder<unknown> {
  return sql`${sql.ref(column)} ${direction === 'asc' ? sql`>=` : sql`<=`} ${value}`
}

/** To PostgreSQL null is greater than all, to MySQL less. */
function nullsComeLast({ direction, isNullable }: OrderedValue, driver: DriverName): boolean {
  return isNullable && direction === (driver === 'mysql' ? 'desc' : 'asc')
}
