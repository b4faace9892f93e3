import { inspect } from 'node:util'

/** JavaScript can throw anything; what comes after works with errors. What was thrown is the `cause` of the one made here. */
export function toError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown
  const shown = typeof thrown === 'string' ? thrown : inspect(thrown)
  return new Error(`This was thrown, which is no Error: ${shown}`, { cause: thrown })
}
