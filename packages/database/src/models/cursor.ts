import { createHash } from 'node:crypto'
import { DatabaseError } from '../errors/database-error.ts'
import type { Order } from './query-parts.ts'
import type { ColumnFacts, Columns } from './table-columns.ts'

/** A place between two rows of a list, and the direction in which to read on. */
export interface Cursor {
  readonly isBackward: boolean
  /** Of the columns of the order. */
  readonly values: readonly unknown[]
}

const longestCursor = 4_000

/** A day, or a moment, as a database writes it; MySQL has one of zeros. */
const moment =
  /^(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])|0000-00-00)( ([01]\d|2[0-3])(:[0-5]\d){2}(\.\d+)?([+-]\d\d(:\d\d)*)?)?$/

/** A cursor as text for a URL. It holds values of the row, and no secret. */
export function writeCursor(table: string, orders: readonly Order[], { isBackward, values }: Cursor): string {
  const text = JSON.stringify([listOf(table, orders), isBackward ? 1 : 0, ...values])
  return Buffer.from(text).toString('base64url')
}

/**
 * The cursor of a text that comes from outside: for this list and no other, with values that its columns can hold.
 * @throws DatabaseError E_CURSOR_INVALID, which is a 400
 */
export function readCursor(table: string, orders: readonly Order[], columns: Columns, text: string): Cursor {
  const [list, direction, ...values] = parse(text)
  const fits = orders.every(({ column }, index) => isValueOf(columns.get(column), values[index]))
  if (list !== listOf(table, orders) || values.length !== orders.length || !fits) throw cursorInvalid()
  return { isBackward: direction === 1, values }
}

export function cursorInvalid(cause?: unknown): DatabaseError {
  return new DatabaseError('E_CURSOR_INVALID', 'The cursor is none of this list.', { cause })
}

function parse(text: string): unknown[] {
  try {
    if (text.length > longestCursor) return []
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    return Array.isArray(parsed) ? parsed : []
  } catch {
    return []
  }
}

/** A short name of a list: a cursor does not go from one order to another. */
function listOf(table: string, orders: readonly Order[]): string {
  const text = JSON.stringify([table, orders.map(({ column, direction }) => [column, direction])])
  return createHash('sha256').update(text).digest('base64url').slice(0, 8)
}

function isValueOf(column: ColumnFacts | undefined, value: unknown): boolean {
  if (column === undefined) return false
  if (value === null) return column.isNullable
  if (isNumeric(column))
    return typeof value === 'boolean' || /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(textOf(value))
  if (column.type === 'boolean') return typeof value === 'boolean'
  if (typeof value !== 'string') return false
  return isMoment(column) || column.type === 'date' ? moment.test(value) : true
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function isNumeric({ type }: ColumnFacts): boolean {
  return /int|numeric|decimal|double|real|float/.test(type)
}

/** A moment is read as a Date, which knows milliseconds; the database knows more. */
export function isMoment({ type }: ColumnFacts): boolean {
  return type.startsWith('timestamp') || type === 'datetime'
}
