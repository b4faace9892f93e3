import { STATUS_CODES } from 'node:http'
import { VanillinError } from './vanillin-error.ts'

/**
 * Ends the request with an error status; the app's error page, or a problem document for JSON clients,
 * carries the message.
 *
 * @example
 * if (!request.headers.has('x-staff')) return abort(403, 'For staff only.')
 *
 * @param status 400 to 599
 * @param message shown to the client below 500; default: the status's standard phrase
 * @throws VanillinError `E_HTTP`, always
 */
export function abort(status: number, message?: string): never {
  if (!Number.isInteger(status) || status < 400 || status > 599) {
    throw new RangeError(`abort() takes a status from 400 to 599, not ${status}.`)
  }
  throw new VanillinError('E_HTTP', message ?? STATUS_CODES[status] ?? 'Error', { status })
}
