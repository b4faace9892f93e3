export type BodyErrorCode =
  | 'E_BODY_TOO_LARGE'
  | 'E_BODY_TIMEOUT'
  | 'E_BODY_ABORTED'
  | 'E_BODY_USED'
  | 'E_BODY_MALFORMED'

const STATUS: Record<BodyErrorCode, number> = {
  E_BODY_TOO_LARGE: 413,
  E_BODY_TIMEOUT: 408,
  E_BODY_ABORTED: 499,
  E_BODY_USED: 500,
  E_BODY_MALFORMED: 400,
}

/** A request's body could not be read; `status` is what the response should say. */
export class BodyError extends Error {
  override readonly name = 'BodyError'
  readonly code: BodyErrorCode
  readonly status: number

  constructor(code: BodyErrorCode, message: string, options?: ErrorOptions) {
    const { stackTraceLimit } = Error
    // What a client did wrong has no place in our code, and node reads the stack of whatever a stream is destroyed with.
    if (STATUS[code] < 500 && process.env['NODE_ENV'] === 'production') Error.stackTraceLimit = 0
    super(message, options)
    Error.stackTraceLimit = stackTraceLimit
    this.code = code
    this.status = STATUS[code]
  }
}
