import { GuardedStep } from '../dispatch/guarded-step.ts'
import type { OnError } from '../dispatch/answer.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import type { HttpRequest } from '../http/http-request.ts'
import { HttpResponse } from '../http/http-response.ts'
import type { Router } from '../routing/router.ts'
import { isPreflight } from '../security/cors-policy.ts'

/** Answers a request without a route: OPTIONS with the methods that the path knows, 405 for another method, else 404. */
export class UnmatchedStep extends GuardedStep {
  readonly #router: Router

  constructor(router: Router, onError: OnError) {
    super(onError)
    this.#router = router
  }

  protected override run(request: HttpRequest): HttpResponse {
    const allowed = this.#router.allowedMethods(request)
    if (allowed.length === 0) {
      throw new VanillinError('E_ROUTE_NOT_FOUND', `There is no page at ${request.path}.`)
    }
    if (isPreflight(request)) {
      const wanted = this.#router.match(request, request.headers.get('access-control-request-method'))
      const policy = wanted?.route.middleware.find((layer) => layer.corsPolicy !== undefined)?.corsPolicy
      if (policy !== undefined) return policy.preflight(request)
    }
    const headers = { Allow: allowed.join(', ') }
    if (request.method === 'OPTIONS') return new HttpResponse(undefined, { status: 204, headers })
    throw new VanillinError('E_METHOD_NOT_ALLOWED', `${request.path} does not answer ${request.method}.`, {
      headers,
    })
  }
}
