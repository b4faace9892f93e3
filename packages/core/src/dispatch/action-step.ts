import type { HttpRequest } from '../http/http-request.ts'
import type { Origin } from '../http/origin.ts'
import { actionFunction, describeAction } from '../routing/route-action.ts'
import type { Route } from '../routing/route.ts'
import type { Answer, OnError } from './answer.ts'
import { GuardedStep } from './guarded-step.ts'

/**
 * The last step of a route. It reads the body, behind all middleware, so that who is turned away costs no reading; on a route
 * for GET alone there is nothing to ask.
 */
export abstract class ActionStep extends GuardedStep implements Origin {
  readonly #route: Route
  readonly #readsBody: boolean

  constructor(route: Route, onError: OnError) {
    super(onError)
    this.#route = route
    this.#readsBody = !route.methods.every((method) => method === 'GET' || method === 'HEAD')
  }

  describe(): string {
    return describeAction(this.#route.action)
  }

  source(): ReturnType<typeof actionFunction> {
    return actionFunction(this.#route.action)
  }

  protected override run(request: HttpRequest): Answer {
    const reading = this.#readsBody ? request.readBody() : undefined
    return reading === undefined ? this.act(request) : reading.then(() => this.act(request))
  }

  protected abstract act(request: HttpRequest): Answer
}
