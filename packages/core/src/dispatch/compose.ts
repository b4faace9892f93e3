import type { Middleware } from '../application/middleware.ts'
import { toResponse } from '../http/to-response.ts'
import type { RouteHandler } from '../routing/route.ts'
import { guard, type Answer, type OnError } from './guard.ts'
import { replaceResponse } from './replace-response.ts'

/**
 * One function out of middleware and the handler at its end. A synchronous chain stays synchronous. An
 * error becomes a response where it is thrown, so that the middleware outside of it still sees a response,
 * and a page of an error can have its session and layout.
 */
export function compose(
  middleware: readonly Middleware[],
  handler: RouteHandler,
  onError: OnError,
): RouteHandler {
  return middleware.reduceRight((inner, layer) => wrap(layer, inner, onError), guard(handler, onError))
}

function wrap(layer: Middleware, inner: RouteHandler, onError: OnError): RouteHandler {
  const origin = (): string => `The middleware ${layer.name}`
  const { run } = layer
  return guard((request) => {
    let inside: Answer | undefined
    const result = run(request, () => (inside = inner(request)))
    return result instanceof Promise
      ? result.then((value) => replaceResponse(inside, toResponse(value, origin)))
      : replaceResponse(inside, toResponse(result, origin))
  }, onError)
}
