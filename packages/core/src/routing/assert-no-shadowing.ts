import { Controller } from '../controller/controller.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import type { ControllerClass } from './route-action.ts'

/** What every controller has as a field, where the prototype does not show it. */
const FIELDS = ['request', 'draft']

/**
 * Refuses a controller that declares a method named like a member that every controller has: a `query()` of its own hides
 * `this.query`, and no route could reach it. A class between it and Controller may override a method, as `view()` to add props for
 * every page, but none of the accessors.
 *
 * @param file where it was declared, if that is known
 * @throws VanillinError `E_CONTROLLER_INVALID`
 */
export function assertNoShadowing(controller: ControllerClass, file?: string): void {
  const members = Object.getOwnPropertyDescriptors(Controller.prototype)
  for (let owner = controller; owner.prototype instanceof Controller; owner = Object.getPrototypeOf(owner)) {
    for (const name of Object.getOwnPropertyNames(owner.prototype)) {
      if (name === 'constructor' || !(Object.hasOwn(members, name) || FIELDS.includes(name))) continue
      const isMethod = typeof members[name as keyof typeof members]?.value === 'function'
      if (owner !== controller && isMethod) continue
      throw new VanillinError(
        'E_CONTROLLER_INVALID',
        `${owner.name}${file === undefined ? '' : ` (${file})`} declares "${name}", which hides the "${name}" of every controller.`,
        { help: 'Give the method another name.' },
      )
    }
  }
}
