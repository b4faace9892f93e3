import { STATUS_CODES } from 'node:http'
import type { Environment } from '../config/environment.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { json } from '../http/responses.ts'
import type { HttpError } from '../errors/to-http-error.ts'
import { ValidationError } from '../errors/validation-error.ts'

/**
 * An error as `application/problem+json` (RFC 9457), with its code and, for refused input, the messages by
 * field. In development it says what was thrown and what to do.
 */
export function problemDocument(
  { status, code, message, help, cause }: HttpError,
  environment: Environment,
): HttpResponse {
  const development = environment === 'development'
  const document = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail: development && cause instanceof Error ? cause.message : message,
    ...(cause instanceof ValidationError ? { errors: cause.errors } : {}),
    ...(development && help !== '' ? { help } : {}),
    ...(development && status >= 500 && cause instanceof Error ? { stack: cause.stack?.split('\n') } : {}),
  }
  return json(document, { status, headers: { 'Content-Type': 'application/problem+json' } })
}
