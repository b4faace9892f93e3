import { catalogue, type CacheErrorCode } from './catalogue.ts'

/**
 * An error of this package. `code` says which, `status` which HTTP answer it means, `help` what to do.
 *
 * @example
 * try {
 *   new Limiter(store, 'exports', { perMinute: 0 })
 * } catch (error) {
 *   if (error instanceof CacheError && error.code === 'E_LIMIT_INVALID') console.error(error.message, error.help)
 * }
 */
export class CacheError extends Error {
  override readonly name: string = 'CacheError'
  readonly code: CacheErrorCode
  readonly status: number
  readonly help: string
  /** Messages may name a server: they are for the log, not for the client. */
  readonly expose = false

  constructor(code: CacheErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.status = catalogue[code].status
    this.help = catalogue[code].help
  }
}
