import { catalogue } from './catalogue.ts'
import type { DatabaseErrorCode } from './catalogue.ts'

/**
 * An error of this package. `code` says which, `status` which HTTP answer it means, `help` what to do.
 * What the database itself answers (a foreign key, a syntax error) stays the driver's own error, but for a value that is taken:
 * that is a {@link UniqueViolation}.
 *
 * ```ts
 * try {
 *   await Post.findOrFail(7)
 * } catch (error) {
 *   if (error instanceof DatabaseError && error.code === 'E_ROW_NOT_FOUND') return null
 *   throw error
 * }
 * ```
 */
export class DatabaseError extends Error {
  // pg has a class of this name too, and a bundler would call one of them DatabaseError2.
  static override readonly name: string = 'DatabaseError'
  readonly code: DatabaseErrorCode
  readonly status: number
  readonly help: string
  /** Messages name tables and columns: they are for the log, not for the client. */
  readonly expose = false

  constructor(code: DatabaseErrorCode, message: string, options: { cause?: unknown; help?: string } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.name = 'DatabaseError'
    this.code = code
    this.status = catalogue[code].status
    this.help = options.help ?? catalogue[code].help
  }
}
