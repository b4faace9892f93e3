import { PhpError } from '../errors/php-error.ts'
import { commandCatalogue, type PhpCommandErrorCode } from './command-catalogue.ts'

export interface PhpCommandErrorParts extends ErrorOptions {
  readonly exitCode?: number | undefined
  readonly output?: string
  readonly errorOutput?: string
}

/**
 * A command of PHP did not end well. What it wrote is kept apart from the message, which may go to the log: output may hold anything.
 *
 * @example
 * try {
 *   await legacy.artisan('import:orders', [file])
 * } catch (error) {
 *   if (error instanceof PhpCommandError && error.exitCode === 2) return this.abort(409)
 *   throw error
 * }
 */
export class PhpCommandError extends PhpError<PhpCommandErrorCode> {
  override readonly name: string = 'PhpCommandError'
  /** Undefined when it was ended by a signal, or did not start. */
  readonly exitCode: number | undefined
  /** The end of what it wrote. */
  declare readonly output: string
  declare readonly errorOutput: string

  constructor(code: PhpCommandErrorCode, message: string, parts: PhpCommandErrorParts = {}) {
    const { exitCode, output = '', errorOutput = '', cause } = parts
    super(commandCatalogue, code, message, cause === undefined ? undefined : { cause })
    this.exitCode = exitCode
    // A log shows what it can list of an error.
    Object.defineProperty(this, 'output', { value: output, enumerable: false })
    Object.defineProperty(this, 'errorOutput', { value: errorOutput, enumerable: false })
  }
}
