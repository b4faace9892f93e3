export type HttpCoreErrorCode =
  | 'E_PORT_IN_USE'
  | 'E_LISTEN_FAILED'
  | 'E_CORE_UNAVAILABLE'
  | 'E_HEADER_INVALID'
  | 'E_RESPONSE_STARTED'
  | 'E_RESPONSE_INVALID'

/** A core was asked for what it cannot do. */
export class HttpCoreError extends Error {
  override readonly name = 'HttpCoreError'
  readonly code: HttpCoreErrorCode

  constructor(code: HttpCoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
