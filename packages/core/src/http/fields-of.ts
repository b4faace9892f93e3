import { VanillinError } from '../errors/vanillin-error.ts'
import type { FormTree } from './form-data-tree.ts'
import type { HttpRequest } from './http-request.ts'
import { hasParsedBody } from './parse-body.ts'

/**
 * The fields that a request's body brought; none where there is no body, and for a path that has no route.
 * @throws VanillinError `E_MEDIA_TYPE_UNSUPPORTED` for a body of another type, `E_BODY_UNREAD` before it was read
 */
export function fieldsOf(request: HttpRequest): FormTree {
  if (isFields(request.parsedBody)) return request.parsedBody
  if (request.parsedBody === undefined && request.match !== undefined && request.body.exists) {
    if (hasParsedBody(request))
      throw new VanillinError('E_BODY_UNREAD', 'request.input was used before the body was read.')
    const type = request.headers.get('content-type') ?? 'no Content-Type'
    throw new VanillinError('E_MEDIA_TYPE_UNSUPPORTED', `There are no fields in a body of ${type}.`)
  }
  return {}
}

function isFields(value: unknown): value is FormTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
