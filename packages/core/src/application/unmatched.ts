import { VanillinError } from '../errors/vanillin-error.ts'
import type { HttpRequest } from '../http/http-request.ts'
import { HttpResponse } from '../http/http-response.ts'
import type { Router } from '../routing/router.ts'

/**
 * What answers a request without a route: OPTIONS with the methods that the path knows, 405 for another
 * method, else 404.
 *
 * @throws VanillinError `E_METHOD_NOT_ALLOWED`, `E_ROUTE_NOT_FOUND`
 */
export function answerUnmatched(router: Router, request: HttpRequest): HttpResponse {
  const allowed = router.allowedMethods(request)
  if (allowed.length === 0) {
    throw new VanillinError('E_ROUTE_NOT_FOUND', `There is no page at ${request.path}.`)
  }
  const headers = { Allow: allowed.join(', ') }
  if (request.method === 'OPTIONS') return new HttpResponse(undefined, { status: 204, headers })
  throw new VanillinError('E_METHOD_NOT_ALLOWED', `${request.path} does not answer ${request.method}.`, {
    headers,
  })
}
