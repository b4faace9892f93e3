import type { HttpRequest } from '../http/http-request.ts'
import { toResponse } from '../http/to-response.ts'
import type { HandlerFunction } from '../routing/handler-function.ts'
import type { Route } from '../routing/route.ts'
import { ActionStep } from './action-step.ts'
import type { Answer, OnError } from './answer.ts'

/** Calls a function of the request. */
export class FunctionStep extends ActionStep {
  readonly #run: HandlerFunction

  constructor(route: Route, run: HandlerFunction, onError: OnError) {
    super(route, onError)
    this.#run = run
  }

  protected override act(request: HttpRequest): Answer {
    const run = this.#run
    const result = run(request)
    return result instanceof Promise
      ? result.then((value) => toResponse(value, this))
      : toResponse(result, this)
  }
}
