import { besideOf } from './beside-row.ts'
import { sql } from 'kysely'
import { currentDatabase } from '../connection/db.ts'
import { DatabaseError } from '../errors/database-error.ts'
import { cursorInvalid, isMoment, readCursor, writeCursor } from './cursor.ts'
import type { Cursor } from './cursor.ts'
import { CursorPage } from './cursor-page.ts'
import { isBehind } from './keyset.ts'
import type { ModelQuery } from './model-query.ts'
import type { Order } from './query-parts.ts'
import type { AnyModelClass } from './model-types.ts'
import type { Aggregate } from './relations/aggregate.ts'
import { columnsOf } from './table-columns.ts'

export interface CursorOptions {
  /** The `next` or `previous` of another page; without one the first page. */
  readonly cursor?: string | null | undefined
  /** Default 15. */
  readonly perPage?: number
}

type Row = Record<string, unknown>

/** The page of a query at a cursor. */
export async function cursorPaginate<Class extends AnyModelClass, Instance>(
  query: ModelQuery<Class, Instance>,
  { cursor, perPage = 15 }: CursorOptions,
): Promise<CursorPage<Instance>> {
  if (!Number.isInteger(perPage) || perPage < 1)
    throw new DatabaseError('E_MODEL_INVALID', `A page cannot have ${perPage} rows.`)
  const { model, parts } = query
  const orders = wholeOrder(parts.orders, model.primaryKey)
  const columns = await columnsOf(model.table)
  const { driver } = currentDatabase()
  const given = cursor ? readCursor(model.table, orders, columns, cursor) : undefined

  const momentsAsText = orders.flatMap(({ column }) => {
    const facts = columns.get(column)
    return facts !== undefined && isMoment(facts)
      ? [asText(column, driver === 'mysql' ? 'char' : 'text')]
      : []
  })
  const read = given?.isBackward ? orders.map(reversed) : orders
  let page = query.refined({
    orders: read,
    aggregates: [...(parts.aggregates ?? []), ...momentsAsText],
    limit: perPage + 1,
    offset: undefined,
  })
  if (given) {
    const values = read.map((order, index) => ({
      ...order,
      isNullable: columns.get(order.column)!.isNullable,
      value: given.values[index],
    }))
    page = page.where(() => isBehind(values, driver))
  }
  const rows = await page.get().catch((error: unknown) => {
    throw given && isImpossibleValue(error) ? cursorInvalid(error) : error
  })
  const hasMore = rows.length > perPage
  const items = rows.slice(0, perPage)
  if (given?.isBackward) items.reverse()

  const places = items.map((item) => placeOf(item as Row, orders))
  const at = (place: Cursor['values'] | undefined, isBackward: boolean): string | null =>
    place === undefined ? null : writeCursor(model.table, orders, { isBackward, values: place })
  return new CursorPage({
    items,
    perPage,
    previous: (given?.isBackward ? hasMore : given) ? at(places[0], true) : null,
    next: (given?.isBackward ? true : hasMore) ? at(places.at(-1), false) : null,
  })
}

/** An order in which no two rows have the same place. */
function wholeOrder(orders: readonly Order[], primaryKey: string): readonly Order[] {
  if (orders.some(({ column }) => column === primaryKey)) return orders
  return [...orders, { column: primaryKey, direction: orders.at(-1)?.direction ?? 'asc' }]
}

function reversed({ column, direction }: Order): Order {
  return { column, direction: direction === 'asc' ? 'desc' : 'asc' }
}

function nameOf(column: string): string {
  return `vanillin_cursor_${column}`
}

function asText(column: string, type: 'char' | 'text'): Aggregate {
  return {
    name: nameOf(column),
    select: () => sql`cast(${sql.ref(column)} as ${sql.raw(type)})`,
    read: (value) => value,
    isBeside: true,
  }
}

/** The values of a row in the columns of the order. */
function placeOf(row: Row, orders: readonly Order[]): unknown[] {
  const texts = besideOf(row)
  return orders.map(({ column }) => (nameOf(column) in texts ? texts[nameOf(column)] : row[column]))
}

/** What looks like a value and is none: the 31st of February. Class 22 of PostgreSQL, 1525 of MySQL. */
function isImpossibleValue(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, errno } = error as { code?: unknown; errno?: unknown }
  return (typeof code === 'string' && (code.startsWith('22') || code === 'E_TEXT_INVALID')) || errno === 1525
}
