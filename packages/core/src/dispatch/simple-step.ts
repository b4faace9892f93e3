import { VanillinError } from '../errors/vanillin-error.ts'
import type { HttpRequest } from '../http/http-request.ts'
import { pathSegments } from '../routing/path-segments.ts'
import { requiredArguments, SIMPLE_ARGUMENTS } from '../routing/simple-arguments.ts'
import { ControllerStep } from './controller-step.ts'

const NONE: readonly string[] = []

/**
 * Calls the action of a simple route with its rest parameter, part by part. A path that has too few for the action is none of
 * its paths, so that `show(id: string)` has its id.
 */
export class SimpleStep extends ControllerStep {
  protected override values(request: HttpRequest): readonly string[] {
    const { route, values: all } = request.match!
    const rest = route.pattern.parameterNames.at(-1) === SIMPLE_ARGUMENTS ? all.at(-1)! : ''
    const values = rest === '' ? NONE : splitRest(rest, request)
    const required = requiredArguments(this.controller, this.method)
    if (values.length >= required) return values
    throw new VanillinError('E_ROUTE_NOT_FOUND', `There is no page at ${request.path}.`, {
      help: `${this.controller.name}.${this.method} takes at least ${required} of the path's parts as arguments; this one has ${values.length}.`,
    })
  }
}

/** By the slashes of the path as it was sent: an encoded one (`%2F`) is a character of its argument. */
function splitRest(rest: string, request: HttpRequest): readonly string[] {
  if (!request.path.includes('%')) return rest.split('/')
  return pathSegments(request.path).slice(request.match!.route.pattern.segments.length - 1)
}
