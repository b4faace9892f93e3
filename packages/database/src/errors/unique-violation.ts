import { DatabaseError } from './database-error.ts'

/** What is known of the key that a write would have made ambiguous. Never the values. */
export interface UniqueKey {
  table: string
  /** The columns of the key, in its order; empty where the database does not tell them. */
  columns: readonly string[]
  /** The name of the key. */
  constraint: string
}

/** A write that would have made a second row with a value that is to be unique: E_ROW_EXISTS, 409, on every database. */
export class UniqueViolation extends DatabaseError implements UniqueKey {
  static override readonly name: string = 'UniqueViolation'
  readonly table: string
  readonly columns: readonly string[]
  readonly constraint: string
  /** The form that was to be written is checked again: it has a rule that says so, or had none. */
  readonly refusesInput = true
  /** Mostly somebody has pressed a button twice. */
  readonly clientMessage =
    'There is one like it already. Perhaps you sent this twice, and the first was saved: look before you send it again.'

  constructor({ table, columns, constraint }: UniqueKey, options: { cause?: unknown } = {}) {
    const what = columns.length > 0 ? columns.join(', ') : `key ${constraint}`
    super('E_ROW_EXISTS', `${table} has a row with this ${what} already.`, options)
    this.name = 'UniqueViolation'
    this.table = table
    this.columns = columns
    this.constraint = constraint
  }
}

/**
 * Whether a write failed because a value is taken; with a column, whether it is the value of that one.
 *
 * ```ts
 * try {
 *   await Tag.create({ name })
 * } catch (error) {
 *   if (!isUniqueViolation(error, 'name')) throw error
 *   errors.name = ['This name is taken.']
 * }
 * ```
 */
export function isUniqueViolation(error: unknown, column?: string): error is UniqueViolation {
  return error instanceof UniqueViolation && (column === undefined || error.columns.includes(column))
}
