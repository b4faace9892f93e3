import { toError } from '../errors/to-error.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import type { JsonValue } from './session-record.ts'

/**
 * A value as the next request will see it: a copy by way of JSON, frozen. So a session in memory behaves like one in a
 * database, and what is done to the object afterwards does not reach the session.
 *
 * @throws VanillinError `E_SESSION_VALUE`
 */
export function toSessionValue(name: string, value: unknown): JsonValue {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  const problem = problemOf(value)
  if (problem !== undefined) throw refusal(name, problem)
  let text: string | undefined
  try {
    text = JSON.stringify(value, refuseWhatJsonEmpties)
  } catch (cause) {
    throw cause instanceof VanillinError ? cause : refusal(name, toError(cause).message, cause)
  }
  if (text === undefined) throw refusal(name, `it is ${typeof value}`)
  return frozen(JSON.parse(text) as JsonValue)

  function refuseWhatJsonEmpties(_key: string, part: unknown): unknown {
    const inside = problemOf(part)
    if (inside !== undefined) throw refusal(name, inside)
    return part
  }
}

function problemOf(value: unknown): string | undefined {
  if (value instanceof Promise) return 'it holds a promise; `await` is missing'
  if (value instanceof Map || value instanceof Set) return 'it holds a Map or a Set, which JSON has not'
  if (typeof value === 'number' && !Number.isFinite(value)) return `it holds ${value}, which JSON has not`
  return undefined
}

function refusal(name: string, problem: string, cause?: unknown): VanillinError {
  return new VanillinError('E_SESSION_VALUE', `"${name}" cannot be kept in the session: ${problem}.`, {
    cause,
  })
}

/** Frozen to the last leaf: a change of what `get` answered throws, where it would be lost without a word. */
export function frozen<Value extends JsonValue>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) frozen(part)
  return Object.freeze(value)
}
