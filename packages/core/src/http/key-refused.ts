import { VanillinError } from '../errors/vanillin-error.ts'

/** For input with a key that leads to the prototype of an object, or of all of them. */
export function keyRefused(key: string): VanillinError {
  return new VanillinError('E_INPUT_KEY_REFUSED', `The input holds the key "${key}".`)
}
