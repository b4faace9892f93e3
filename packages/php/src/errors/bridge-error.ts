import { bridgeCatalogue, type BridgeErrorCode } from './bridge-catalogue.ts'
import { PhpError } from './php-error.ts'

const RETRY_AFTER_SECONDS = 5

export interface BridgeErrorOptions extends ErrorOptions {
  /** Replaces the catalogue's advice. */
  readonly help?: string
}

/**
 * A PHP app did not answer as it should. `code` says which way, `status` what the client sees, `help` what to do.
 *
 * @example
 * export class WatchPhp extends Plugin {
 *   override onError(error: unknown) {
 *     if (error instanceof BridgeError) metrics.count(error.code)
 *   }
 * }
 */
export class BridgeError extends PhpError<BridgeErrorCode> {
  override readonly name: string = 'BridgeError'
  override readonly help: string
  /** When it is worth to ask again: soon, where PHP has too much to do. */
  readonly retryAfterSeconds: number | undefined

  constructor(code: BridgeErrorCode, message: string, options: BridgeErrorOptions = {}) {
    super(bridgeCatalogue, code, message, options)
    this.retryAfterSeconds = this.status === 503 ? RETRY_AFTER_SECONDS : undefined
    this.help = options.help ?? bridgeCatalogue[code].help
  }
}
