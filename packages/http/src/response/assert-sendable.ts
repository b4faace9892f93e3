import { HttpCoreError } from '../port/http-core-error.ts'

/**
 * Refuses what would leave a client waiting or break out of the status line, before anything is written.
 * @throws HttpCoreError `E_RESPONSE_INVALID`
 */
export function assertSendable(status: number, body?: unknown): void {
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new HttpCoreError(
      'E_RESPONSE_INVALID',
      `A response has a status from 200 to 599, not ${JSON.stringify(status)}.`,
    )
  }
  if (body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array)) {
    throw new HttpCoreError('E_RESPONSE_INVALID', `A body is a string or bytes, not ${typeof body}.`)
  }
}
