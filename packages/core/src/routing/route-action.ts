import type { Controller } from '../controller/controller.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import type { HttpRequest } from '../http/http-request.ts'

export type ControllerClass<Instance extends Controller = Controller> = new () => Instance

/** The names of a controller's own public methods. */
export type ActionName<Instance> = Exclude<
  {
    [Name in keyof Instance]: Instance[Name] extends (...values: never[]) => unknown ? Name : never
  }[keyof Instance],
  keyof Controller
>

/** A controller and the method that answers; a wrong name does not compile. */
export type ControllerAction<Instance extends Controller = Controller> = readonly [
  controller: ControllerClass<Instance>,
  action: ActionName<Instance> & string,
]

/** A function that answers without a controller; what it returns becomes the response. */
export type HandlerFunction = (request: HttpRequest) => unknown

export type RouteAction =
  | { readonly kind: 'controller'; readonly controller: ControllerClass; readonly method: string }
  | { readonly kind: 'function'; readonly run: HandlerFunction }

/**
 * The controller that was handed in, if it is one: a file that exports it under a name instead of as default gives undefined.
 * @throws VanillinError `E_CONTROLLER_INVALID`
 */
export function assertController(value: unknown, place: string): asserts value is ControllerClass {
  if (typeof value === 'function' && value.prototype !== undefined) return
  throw new VanillinError('E_CONTROLLER_INVALID', `${place} got ${String(value)} where a controller belongs.`)
}

/** How an action is named in lists and error messages: `PostsController.show`. */
export function describeAction(action: RouteAction): string {
  if (action.kind === 'controller') return `${action.controller.name || 'anonymous class'}.${action.method}`
  return action.run.name === '' ? 'function' : action.run.name
}
