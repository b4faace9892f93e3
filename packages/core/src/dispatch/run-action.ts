import { VanillinError } from '../errors/vanillin-error.ts'
import { toResponse } from '../http/to-response.ts'
import { describeAction, type ControllerClass, type RouteAction } from '../routing/route-action.ts'
import type { RouteHandler, RouteTier } from '../routing/route.ts'
import { requiredArguments, SIMPLE_ARGUMENTS } from '../routing/simple-arguments.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import type { Controller } from '../controller/controller.ts'
import { createFor } from '../controller/current-request.ts'

const NONE: readonly string[] = []

/** A function that runs an action for a request; it gets the path parameters in the order of the pattern. */
export function toHandler(action: RouteAction, tier: RouteTier): RouteHandler {
  const origin = (): string => describeAction(action)
  if (action.kind === 'function') {
    const { run } = action
    return (request) => {
      const result = run(request)
      return result instanceof Promise
        ? result.then((value) => toResponse(value, origin))
        : toResponse(result, origin)
    }
  }
  const { controller, method } = action
  const valuesOf = tier === 'simple' ? simpleArguments(controller, method) : allValues
  return (request) => callAction(controller, method, request, valuesOf(request), origin)
}

/** Makes the controller, calls the method and turns what it returns into the response. */
export function callAction(
  controller: ControllerClass,
  method: string,
  request: HttpRequest,
  values: readonly unknown[],
  origin: () => string,
): HttpResponse | Promise<HttpResponse> {
  const instance = createFor(request, controller)
  const result = (instance as unknown as Record<string, (...values: readonly unknown[]) => unknown>)[method]!(
    ...values,
  )
  return result instanceof Promise
    ? result.then((value) => finish(instance, value, origin))
    : finish(instance, result, origin)
}

/** `return this.status(201)` gives back the controller: an answer without a body. */
function finish(instance: Controller, value: unknown, origin: () => string): HttpResponse {
  return instance.draft.applyTo(toResponse(value === instance ? null : value, origin))
}

function allValues(request: HttpRequest): readonly string[] {
  return request.match?.values ?? NONE
}

/**
 * The arguments of a simple route: its rest parameter, part by part. A path that has too few for the action
 * is none of its paths, so that `show(id: string)` has its id.
 */
function simpleArguments(
  controller: ControllerClass,
  method: string,
): (request: HttpRequest) => readonly string[] {
  const required = requiredArguments(controller, method)
  return (request) => {
    const { route, values: all } = request.match!
    const rest = route.pattern.parameterNames.at(-1) === SIMPLE_ARGUMENTS ? all.at(-1)! : ''
    const values = rest === '' ? NONE : rest.split('/')
    if (values.length >= required) return values
    throw new VanillinError('E_ROUTE_NOT_FOUND', `There is no page at ${request.path}.`, {
      help: `${controller.name}.${method} takes at least ${required} of the path's parts as arguments; this one has ${values.length}.`,
    })
  }
}
