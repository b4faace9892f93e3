import { catalogue } from './catalogue.ts'
import type { DatabaseErrorCode } from './catalogue.ts'

/**
 * An error of this package. `code` says which, `status` which HTTP answer it means, `help` what to do.
 * What the database itself answers (a unique key, a syntax error) stays the driver's own error.
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
