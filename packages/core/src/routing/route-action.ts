import type { Controller } from '../controller/controller.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import type { HttpRequest } from '../http/http-request.ts'

export type ControllerClass<Instance extends Controller = Controller> = new () => Instance

/**
 * A controller's own public methods, each with its name. One that returns nothing answers nothing: the compiler's message says so
 * where its name would be.
 */
type Actions<Instance> = {
  [Name in Exclude<keyof Instance, keyof Controller> & string]: Instance[Name] extends (
    ...values: never[]
  ) => infer Result
    ? ReturnsNothing<Result> extends true
      ? `${Name}() returns nothing`
      : Name
    : never
}

/** Exactly `void`, `undefined` or a promise of them; not `any`, and not `never`, which an action returns that always throws. */
type ReturnsNothing<Result> =
  IsAnyOrNever<Awaited<Result>> extends true ? false : [Awaited<Result>] extends [void] ? true : false

type IsAnyOrNever<Type> = 0 extends 1 & Type ? true : [Type] extends [never] ? true : false

/** A controller and the method that answers; a wrong name does not compile. */
export type ControllerAction<Instance extends Controller = Controller> = readonly [
  controller: ControllerClass<Instance>,
  action: Actions<Instance>[keyof Actions<Instance>],
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
