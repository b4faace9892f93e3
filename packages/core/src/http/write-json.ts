import { toError } from '../errors/to-error.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import { atOrigin } from './at-origin.ts'
import type { Origin } from './origin.ts'

/** Who returned the value that is being written; undefined while this process writes no answer. */
let writer: Origin | undefined

/**
 * A value as the text of a JSON answer.
 *
 * @param origin names who returned the value, for the error message
 * @throws VanillinError `E_PROMISE_NOT_AWAITED`, `E_RESPONSE_UNSUPPORTED` for what JSON cannot express
 */
export function writeJson(value: unknown, origin: Origin): string {
  const outer = writer
  writer = origin
  try {
    return JSON.stringify(value) ?? 'null'
  } catch (cause) {
    throw atOrigin(isOfACatalogue(cause) ? cause : unwritable(cause, origin), origin)
  } finally {
    writer = outer
  }
}

/** An error that says itself what is wrong and what to do, as that of a query of which the end was forgotten. */
function isOfACatalogue(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && 'help' in cause
}

function unwritable(cause: unknown, origin: Origin): VanillinError {
  const { message } = toError(cause)
  return new VanillinError(
    'E_RESPONSE_UNSUPPORTED',
    `What ${origin.describe()} returned cannot be written as JSON: ${message}`,
    { cause, help: 'Return what JSON can express: no bigint, and no object that holds itself.' },
  )
}

/**
 * Makes JSON answers refuse a Promise, a Map or a Set at any depth, which JSON would write as `{}`. JSON.stringify looks for
 * `toJSON` on every object anyway, so this is the one check that costs an answer nothing; looking at the value or at the text
 * costs 5 to 100 % of writing it. Outside of {@link writeJson} the methods return the object as it is, so that everybody else's
 * JSON stays what it was, and a `toJSON` that somebody else has put there is left alone.
 */
export function refuseWhatJsonEmpties(): void {
  trap(Promise.prototype, (key) => promiseError(nameOf(key), writer!.describe()))
  trap(Map.prototype, (key) => emptyError('Map', key, 'Convert it with Object.fromEntries(map).'))
  trap(Set.prototype, (key) => emptyError('Set', key, 'Convert it with [...set].'))
}

/** A promise where its value was meant. */
export function promiseError(name: string, where: string): VanillinError {
  return new VanillinError(
    'E_PROMISE_NOT_AWAITED',
    `${name} is a Promise: write \`await\` before the call that makes it, in ${where}.`,
  )
}

function emptyError(kind: string, key: string, help: string): VanillinError {
  return new VanillinError(
    'E_RESPONSE_UNSUPPORTED',
    `${writer!.describe()} returned JSON in which ${nameOf(key)} is a ${kind}; JSON has none and would write {}.`,
    { help },
  )
}

function nameOf(key: string): string {
  if (key === '') return 'the value itself'
  return /^\d+$/.test(key) ? `item ${key} of a list` : `\`${key}\``
}

function trap(prototype: object, refusal: (key: string) => VanillinError): void {
  const taken: unknown = 'toJSON' in prototype ? prototype.toJSON : undefined
  if (taken !== undefined && !(typeof taken === 'function' && taken.name === 'refuseInAnswer')) return
  const value = function refuseInAnswer(this: unknown, key: string): unknown {
    if (writer !== undefined) throw refusal(key)
    return this
  }
  Object.defineProperty(prototype, 'toJSON', { value, configurable: true, writable: true, enumerable: false })
}
