import { promiseError } from '../http/write-json.ts'

/**
 * Refuses props that are promises, which a template would print as nothing.
 *
 * @param members look into the props, too, one level deep
 * @param where names the action, for the error message
 * @throws VanillinError `E_PROMISE_NOT_AWAITED`
 */
export function assertAwaited(
  props: Readonly<Record<string, unknown>>,
  members: boolean,
  where: () => string,
): void {
  for (const name in props) {
    const value = props[name]
    if (value instanceof Promise) throw promiseError(`\`${name}\``, where())
    if (!members || typeof value !== 'object' || value === null) continue
    for (const [key, member] of Object.entries(value)) {
      if (member instanceof Promise) throw promiseError(`\`${name}${accessor(value, key)}\``, where())
    }
  }
}

function accessor(owner: object, key: string): string {
  return Array.isArray(owner) ? `[${key}]` : `.${key}`
}
