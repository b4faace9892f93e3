import type { Middleware } from '../application/middleware.ts'
import { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import type { Origin } from '../http/origin.ts'
import { toResponse } from '../http/to-response.ts'
import type { RouteHandler } from '../routing/route.ts'
import type { Answer, OnError } from './answer.ts'
import { replaceResponse } from './replace-response.ts'

/**
 * A middleware around the rest of its chain. Its errors, thrown or rejected, become a response where they arise; what is
 * synchronous stays so, and each promise less is a microsecond less.
 */
export class MiddlewareStep implements RouteHandler, Origin {
  readonly #layer: Middleware
  readonly #inner: RouteHandler
  readonly #onError: OnError

  constructor(layer: Middleware, inner: RouteHandler, onError: OnError) {
    this.#layer = layer
    this.#inner = inner
    this.#onError = onError
  }

  get advice(): string {
    return 'Write `return next()` where the request goes on, and return an answer where it does not.'
  }

  describe(): string {
    return `The middleware ${this.#layer.name}`
  }

  source(): Middleware['run'] {
    return this.#layer.run
  }

  answer(request: HttpRequest): Answer {
    let inside: Answer | undefined
    try {
      const result = this.#layer.run(
        request,
        (other = request) => (inside = this.#inner.answer(this.#assertRequest(other))),
      )
      // handed on as it came, and what comes from inside has answered its errors
      if (inside !== undefined && result === inside) return inside
      if (!(result instanceof Promise)) return replaceResponse(inside, toResponse(result, this))
      return result.then(
        (value) => this.#settle(value, inside, request),
        (error: unknown) => this.#onError(error, request),
      )
    } catch (error) {
      return this.#onError(error, request)
    }
  }

  /** Types do not keep a promise's value out of `promise.then(next)`. */
  #assertRequest(other: unknown): HttpRequest {
    if (other instanceof HttpRequest) return other
    throw new TypeError(
      `${this.describe()} calls next() with ${other === null ? 'null' : `a value of type ${typeof other}`}, which is no request: call it without an argument, as in \`.then(() => next())\`.`,
    )
  }

  #settle(
    value: unknown,
    inside: Answer | undefined,
    request: HttpRequest,
  ): HttpResponse | Promise<HttpResponse> {
    try {
      return replaceResponse(inside, toResponse(value, this))
    } catch (error) {
      return this.#onError(error, request)
    }
  }
}
