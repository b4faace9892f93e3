import { Controller } from '../controller/controller.ts'
import { didYouMean } from '../errors/nearest-name.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import type { ControllerClass, RouteAction } from './route-action.ts'

/**
 * Whether the controller of an action lists it in its `static withoutCsrfProtection`.
 * @throws VanillinError `E_CONTROLLER_INVALID` for a list with a name that is no action: what it was meant for would be protected
 */
export function isExemptAction(action: RouteAction): boolean {
  return action.kind === 'controller' && exemptActions(action.controller).includes(action.method)
}

function exemptActions(controller: ControllerClass): readonly unknown[] {
  const { withoutCsrfProtection: listed = [] } = controller as { withoutCsrfProtection?: unknown }
  if (!Array.isArray(listed))
    throw invalid(`${controller.name}.withoutCsrfProtection is no list of actions: ${String(listed)}.`)
  const methods = controller.prototype as unknown as Readonly<Record<string, unknown>>
  for (const name of listed as unknown[]) {
    const isAction =
      typeof name === 'string' && !(name in Controller.prototype) && typeof methods[name] === 'function'
    if (isAction) continue
    const meant = didYouMean(String(name), Object.getOwnPropertyNames(controller.prototype))
    throw invalid(
      `${controller.name}.withoutCsrfProtection lists "${String(name)}", which is no action of it.${meant}`,
    )
  }
  return listed
}

function invalid(message: string): VanillinError {
  return new VanillinError('E_CONTROLLER_INVALID', message, {
    help: "Write the names of its actions: static withoutCsrfProtection = ['payments'].",
  })
}
