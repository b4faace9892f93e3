import type { ControllerClass } from './route-action.ts'

/** The rest parameter of a simple route: what the path holds behind the action. */
export const SIMPLE_ARGUMENTS = 'arguments'

/** How many arguments an action cannot do without: those before the first one with a default. */
export function requiredArguments(controller: ControllerClass, method: string): number {
  const actions = controller.prototype as unknown as Readonly<Record<string, (...values: never[]) => unknown>>
  return actions[method]?.length ?? 0
}
