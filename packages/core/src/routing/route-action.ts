import type { Controller } from '../controller/controller.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import type { ActionFault } from './action-fault.ts'
import { isForwarder } from './forwarder.ts'
import type { HandlerFunction } from './handler-function.ts'

export type ControllerClass<Instance extends Controller = Controller> = new () => Instance

/**
 * A controller's own public methods, each with its name. For one whose answer cannot be sent the compiler's message says why
 * where its name would be.
 */
type Actions<Instance> = {
  [Name in ActionName<Instance>]: [FaultOf<Instance, Name>] extends [never] ? Name : FaultOf<Instance, Name>
}

type ActionName<Instance> = {
  [Name in Exclude<keyof Instance, keyof Controller> & string]: Instance[Name] extends (
    ...values: never[]
  ) => unknown
    ? Name
    : never
}[Exclude<keyof Instance, keyof Controller> & string]

/** `show() returns nothing`, for each of the names by itself. */
type FaultOf<Instance, Name extends keyof Instance & string> = Name extends unknown
  ? Instance[Name] extends (...values: never[]) => infer Result
    ? `${Name}() returns ${ActionFault<Result>}`
    : never
  : never

/** A controller and the method that answers; a wrong name does not compile. */
export type ControllerAction<Instance extends Controller = Controller> = readonly [
  controller: ControllerClass<Instance>,
  action: Actions<Instance>[keyof Actions<Instance>],
]

/** A controller whose methods of these names all answer; for one that does not the compiler's message says why. */
export type AnsweringController<
  Instance extends Controller,
  Names extends string,
> = ControllerClass<Instance> &
  ([FaultOf<Instance, Names & ActionName<Instance>>] extends [never]
    ? unknown
    : FaultOf<Instance, Names & ActionName<Instance>>)

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

/** What is called: the function, or the method as the controller's prototype has it. */
export function actionFunction(action: RouteAction): ((...values: never[]) => unknown) | undefined {
  if (action.kind === 'function') return action.run
  const methods = action.controller.prototype as unknown as Record<string, (...values: never[]) => unknown>
  return methods[action.method]
}

/** How an action is named in lists and error messages: `PostsController.show`. */
export function describeAction(action: RouteAction): string {
  if (action.kind === 'controller') return `${action.controller.name || 'anonymous class'}.${action.method}`
  return action.run.name === '' ? 'function' : action.run.name
}

/** Whether the action hands requests on whole, so that nothing here reads their body or asks for their token. */
export function forwards(action: RouteAction): boolean {
  return action.kind === 'function' && isForwarder(action.run)
}
