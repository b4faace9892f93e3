import type { Route, RouteHandler } from '../routing/route.ts'
import { ControllerStep } from './controller-step.ts'
import { FunctionStep } from './function-step.ts'
import type { OnError } from './answer.ts'
import { SimpleStep } from './simple-step.ts'

/** The last step of a route: its action. */
export function toStep(route: Route, onError: OnError): RouteHandler {
  const { action } = route
  if (action.kind === 'function') return new FunctionStep(route, action.run, onError)
  const Step = route.tier === 'simple' ? SimpleStep : ControllerStep
  return new Step(route, action.controller, action.method, onError)
}
