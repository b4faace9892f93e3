import type { Middleware } from '../application/middleware.ts'
import type { RouteHandler } from '../routing/route.ts'
import type { OnError } from './answer.ts'
import { MiddlewareStep } from './middleware-step.ts'

/**
 * One step out of middleware and the one at its end. A synchronous chain stays synchronous. An error becomes a
 * response where it is thrown, so that the middleware outside of it still sees a response, and a page of an error can have
 * its session and layout.
 */
export function compose(
  middleware: readonly Middleware[],
  last: RouteHandler,
  onError: OnError,
): RouteHandler {
  return middleware.reduceRight<RouteHandler>(
    (inner, layer) => new MiddlewareStep(layer, inner, onError),
    last,
  )
}
