import type { Middleware } from '../application/middleware.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { Origin } from '../http/origin.ts'
import { toResponse } from '../http/to-response.ts'
import type { RouteHandler } from '../routing/route.ts'
import type { Answer, OnError } from './guard.ts'
import { GuardedStep } from './guarded-step.ts'
import { replaceResponse } from './replace-response.ts'

/** A middleware around the rest of its chain. */
export class MiddlewareStep extends GuardedStep implements Origin {
  readonly #layer: Middleware
  readonly #inner: RouteHandler

  constructor(layer: Middleware, inner: RouteHandler, onError: OnError) {
    super(onError)
    this.#layer = layer
    this.#inner = inner
  }

  describe(): string {
    return `The middleware ${this.#layer.name}`
  }

  protected override run(request: HttpRequest): Answer {
    let inside: Answer | undefined
    const result = this.#layer.run(request, () => (inside = this.#inner.answer(request)))
    return result instanceof Promise
      ? result.then((value) => replaceResponse(inside, toResponse(value, this)))
      : replaceResponse(inside, toResponse(result, this))
  }
}
