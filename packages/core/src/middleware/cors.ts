import { Middleware } from '../application/middleware.ts'
import type { CorsOptions } from '../security/cors-options.ts'
import { CorsPolicy, isPreflight } from '../security/cors-policy.ts'

class CorsMiddleware extends Middleware {
  readonly #policy: CorsPolicy

  constructor(policy: CorsPolicy) {
    super((request, next) => {
      if (isPreflight(request)) return policy.preflight(request)
      const answer = next()
      return answer instanceof Promise
        ? answer.then((response) => policy.addTo(response, request))
        : policy.addTo(answer, request)
    })
    this.#policy = policy
  }

  override get corsPolicy(): CorsPolicy {
    return this.#policy
  }

  override get name(): string {
    return 'cors'
  }
}

/**
 * Lets pages of other origins read answers (CORS): on the boot list for all routes, or for a group or a route. Put it first. A
 * request that changes something passes the check of origins when the policy admits it, so nothing is listed twice.
 *
 * @example
 * route.group({ prefix: '/api', middleware: [cors({ origins: ['https://app.example.com'], credentials: true })] }, (route) => {
 *   route.post('/orders', [OrdersController, 'store'])
 * })
 *
 * @throws VanillinError `E_CONFIG_INVALID`
 */
export function cors(options: CorsOptions): Middleware {
  return new CorsMiddleware(new CorsPolicy(options))
}
