import { RequestError } from './request-error.ts'

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
export class BodyError extends RequestError {
  override readonly name = 'BodyError'
  readonly code: BodyErrorCode

  constructor(code: BodyErrorCode, message: string, options?: ErrorOptions) {
    super(STATUS[code], message, options)
    this.code = code
  }
}
