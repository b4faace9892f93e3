import type { HttpRequest } from '../http/http-request.ts'
import type { RouteHandler } from '../routing/route.ts'
import type { Answer, OnError } from './answer.ts'

/** A step whose errors, thrown or rejected, become a response where they arise. What is synchronous stays so. */
export abstract class GuardedStep implements RouteHandler {
  readonly #onError: OnError

  constructor(onError: OnError) {
    this.#onError = onError
  }

  answer(request: HttpRequest): Answer {
    try {
      const answer = this.run(request)
      return answer instanceof Promise
        ? answer.catch((error: unknown) => this.#onError(error, request))
        : answer
    } catch (error) {
      return this.#onError(error, request)
    }
  }

  protected abstract run(request: HttpRequest): Answer
}
