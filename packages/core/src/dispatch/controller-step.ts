import type { HttpRequest } from '../http/http-request.ts'
import { actionFunction, type ControllerClass } from '../routing/route-action.ts'
import type { Route } from '../routing/route.ts'
import { ActionStep } from './action-step.ts'
import { callAction, callGenerator } from './call-action.ts'
import type { Answer, OnError } from './answer.ts'

const NONE: readonly string[] = []

/** Calls a method of a controller with the path parameters, in the order of the pattern. */
export class ControllerStep extends ActionStep {
  protected readonly controller: ControllerClass
  protected readonly method: string
  readonly #isGenerator: boolean

  constructor(route: Route, controller: ControllerClass, method: string, onError: OnError) {
    super(route, onError)
    this.controller = controller
    this.method = method
    this.#isGenerator = isGeneratorFunction(actionFunction(route.action))
  }

  protected override act(request: HttpRequest): Answer {
    if (this.#isGenerator)
      return callGenerator(this.controller, this.method, request, this.values(request), this)
    return callAction(this.controller, this.method, request, this.values(request), this)
  }

  protected values(request: HttpRequest): readonly string[] {
    return request.match?.values ?? NONE
  }
}

function isGeneratorFunction(action: unknown): boolean {
  return /^(?:Async)?GeneratorFunction$/.test(Object.prototype.toString.call(action).slice(8, -1))
}
