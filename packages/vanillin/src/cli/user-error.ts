/**
 * Something that the person at the keyboard can mend. Printed as `message`, then `help`, without a stack;
 * the command exits with `exitCode`.
 *
 * @example
 * throw new UserError('No bootstrap.ts here.', 'Run the command in the folder of an app.')
 */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly help: string | undefined
  readonly exitCode: number

  constructor(message: string, help?: string, options: { exitCode?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.help = help
    this.exitCode = options.exitCode ?? 1
  }
}
