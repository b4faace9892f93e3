import type { HttpRequest } from '../http/http-request.ts'
import { HttpResponse } from '../http/http-response.ts'
import { toResponse } from '../http/to-response.ts'
import type { RouteHandler } from '../routing/route.ts'
import type { Middleware } from '../application/middleware.ts'

/**
 * One function out of middleware and the handler at its end. A synchronous chain stays synchronous. An
 * error becomes a response where it is thrown, so that the middleware outside of it still sees a response,
 * and a page of an error can have its session and layout.
 */
export function compose(
  middleware: readonly Middleware[],
  handler: RouteHandler,
  onError: (error: unknown, request: HttpRequest) => HttpResponse | Promise<HttpResponse>,
): RouteHandler {
  return middleware.reduceRight((inner, layer) => wrap(layer, inner, onError), guard(handler, onError))
}

type OnError = Parameters<typeof compose>[2]

function wrap(layer: Middleware, inner: RouteHandler, onError: OnError): RouteHandler {
  const origin = (): string => `The middleware ${layer.name}`
  const convert = (value: unknown): HttpResponse =>
    value instanceof HttpResponse ? value : toResponse(value, origin)
  const { run } = layer
  return guard((request) => {
    let inside: HttpResponse | Promise<HttpResponse> | undefined
    const result = run(request, () => (inside = inner(request)))
    return result instanceof Promise
      ? result.then((value) => replace(inside, convert(value)))
      : replace(inside, convert(result))
  }, onError)
}

/** A response that a middleware answers something else for will not be sent. */
function replace(
  inside: HttpResponse | Promise<HttpResponse> | undefined,
  response: HttpResponse,
): HttpResponse {
  if (inside instanceof Promise) void inside.then((unsent) => unsent !== response && unsent.discard())
  else if (inside !== undefined && inside !== response) inside.discard()
  return response
}

function guard(handler: RouteHandler, onError: OnError): RouteHandler {
  return (request) => {
    try {
      const result = handler(request)
      return result instanceof Promise ? result.catch((error: unknown) => onError(error, request)) : result
    } catch (error) {
      return onError(error, request)
    }
  }
}
