import type { HttpRequest } from '../http/http-request.ts'
import type { Origin } from '../http/origin.ts'
import { assertCsrfToken } from '../session/assert-csrf-token.ts'
import { actionFunction, describeAction, forwards } from '../routing/route-action.ts'
import type { Route } from '../routing/route.ts'
import type { Answer, OnError } from './answer.ts'
import { GuardedStep } from './guarded-step.ts'

/**
 * The last step of a route. It reads the body, behind all middleware, so that who is turned away costs no reading; on a route
 * for GET alone there is nothing to ask, and what is handed on whole is for another to read.
 */
export abstract class ActionStep extends GuardedStep implements Origin {
  readonly #route: Route
  readonly #readsBody: boolean
  readonly #isGuarded: boolean

  constructor(route: Route, onError: OnError) {
    super(onError)
    this.#route = route
    this.#readsBody =
      !forwards(route.action) && !route.methods.every((method) => method === 'GET' || method === 'HEAD')
    this.#isGuarded = this.#readsBody && route.hasSession && route.csrfProtection
  }

  describe(): string {
    return describeAction(this.#route.action)
  }

  source(): ReturnType<typeof actionFunction> {
    return actionFunction(this.#route.action)
  }

  protected override run(request: HttpRequest): Answer {
    const reading = this.#readsBody ? request.readBody() : undefined
    return reading === undefined ? this.#checked(request) : reading.then(() => this.#checked(request))
  }

  #checked(request: HttpRequest): Answer {
    if (this.#isGuarded && request.app.sessions !== undefined) assertCsrfToken(request)
    return this.act(request)
  }

  protected abstract act(request: HttpRequest): Answer
}
