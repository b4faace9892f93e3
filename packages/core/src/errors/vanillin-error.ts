import { RequestError } from '@vanillin/http'
import { errorCatalogue, type ErrorCode } from './error-catalogue.ts'

export interface VanillinErrorOptions extends ErrorOptions {
  /** Replaces the catalogue's status. */
  readonly status?: number
  /** Replaces the catalogue's advice. */
  readonly help?: string
  /** Headers that the response must carry, as Allow with 405. */
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * An error of the framework's catalogue: a code that never changes, the status that the client sees, what
 * happened (`message`), and what to do about it (`help`). Below status 500 the message is shown to the
 * client; from 500 on it goes to the log alone.
 */
export class VanillinError extends RequestError {
  override readonly name: string = 'VanillinError'
  readonly code: ErrorCode
  readonly help: string
  readonly headers: Readonly<Record<string, string>>

  constructor(code: ErrorCode, message: string, options: VanillinErrorOptions = {}) {
    const { status, help } = errorCatalogue[code]
    super(options.status ?? status, message, options)
    this.code = code
    this.help = options.help ?? help
    this.headers = options.headers ?? {}
  }
}
