import errors from '../../config/errors.ts'

export type AppErrorCode = keyof typeof errors

/**
 * An error that the app foresees: its code decides status and message, by config/errors.ts.
 *
 * @example
 * throw new AppError(1002, `Only ${free} are left.`)
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: string
  readonly status: number

  /** @param detail follows the message of the code; the client sees it */
  constructor(code: AppErrorCode, detail?: string) {
    const { message, status } = errors[code]
    super(detail === undefined ? message : `${message} ${detail}`)
    this.code = String(code)
    this.status = status
  }
}
