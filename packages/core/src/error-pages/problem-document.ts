import { STATUS_CODES } from 'node:http'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { json } from '../http/responses.ts'
import type { HttpError } from '../errors/to-http-error.ts'

/**
 * An error as `application/problem+json` (RFC 9457), with its code and, for refused input, the messages by
 * field. From 500 on it has the request's id, by which the error is found in the log; in development what was thrown and what to do.
 */
export function problemDocument(
  { status, code, message, help, errors, cause }: HttpError,
  request: HttpRequest,
): HttpResponse {
  const development = request.app.environment === 'development'
  const document = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail: development ? cause.message : message,
    ...(Object.keys(errors).length > 0 ? { errors } : {}),
    ...(status >= 500 ? { requestId: request.id } : {}),
    ...(development && help !== '' ? { help } : {}),
    ...(development && status >= 500 ? { stack: cause.stack?.split('\n') } : {}),
  }
  return json(document, { status, headers: { 'Content-Type': 'application/problem+json' } })
}
