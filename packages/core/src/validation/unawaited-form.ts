import { VanillinError } from '../errors/vanillin-error.ts'
import type { FormResult } from './check-form.ts'

/**
 * The same promise, which refuses to be taken for its form: without `await` the form's `ok` would be undefined, and a page with no
 * messages would be sent, whatever was typed. A prototype costs a hundredth of what properties of its own would.
 */
export function refuseUnawaited<Value, Saved>(
  promise: Promise<FormResult<Value, Saved>>,
): Promise<FormResult<Value, Saved>> {
  return Object.setPrototypeOf(promise, prototype) as Promise<FormResult<Value, Saved>>
}

const MEMBERS = ['ok', 'value', 'saved', 'errors', 'old']

const prototype = Object.create(
  Promise.prototype,
  Object.fromEntries(MEMBERS.map((name) => [name, { get: refuse(name) }])),
) as Promise<unknown>

function refuse(name: string) {
  return function (this: Promise<unknown>): never {
    // Of its own failure nobody would hear but as a rejection that is not handled.
    this.catch(() => undefined)
    throw new VanillinError(
      'E_PROMISE_NOT_AWAITED',
      `\`${name}\` was read of a promise: write \`await\` before this.form(...).`,
    )
  }
}
