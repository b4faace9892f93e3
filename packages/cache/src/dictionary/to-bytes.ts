import { CacheError } from '../errors/cache-error.ts'
import { kinds } from './entry.ts'
import type { Kind } from './entry.ts'
import type { SharedValue } from './shared-value.ts'

const yes = Uint8Array.of(1)
const no = Uint8Array.of(0)

/** @throws CacheError `E_SHARED_VALUE` for what cannot be stored */
export function toBytes(value: SharedValue): { kind: Kind; value: Uint8Array } {
  switch (typeof value) {
    case 'string':
      return { kind: kinds.text, value: Buffer.from(value) }
    case 'number':
      return { kind: kinds.number, value: numberToBytes(value) }
    case 'boolean':
      return { kind: kinds.boolean, value: value ? yes : no }
    case 'object':
      return value instanceof Uint8Array
        ? { kind: kinds.bytes, value }
        : { kind: kinds.json, value: Buffer.from(toJson(value)) }
    default:
      throw new CacheError(
        'E_SHARED_VALUE',
        `A shared dictionary cannot hold a value of type ${typeof value}.`,
      )
  }
}

export function numberToBytes(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeDoubleLE(value)
  return bytes
}

// Whoever reads it gets what was put in, or it is not taken: a Date would come back as a text, a Map as an empty object.
function toJson(value: object | null): string {
  assertPlain(value, 'value', [])
  return JSON.stringify(value)
}

function assertPlain(value: unknown, path: string, above: readonly object[]): void {
  if (typeof value === 'number' && !Number.isFinite(value)) throw notJson(path, String(value))
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') return
  if (typeof value === 'number') return
  if (typeof value !== 'object') throw notJson(path, `a ${typeof value}`)
  if (above.includes(value)) throw notJson(path, 'an object that holds itself')
  const within = [...above, value]
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      if (item === undefined) throw notJson(`${path}[${index}]`, 'undefined')
      assertPlain(item, `${path}[${index}]`, within)
    }
    return
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if ((prototype !== null && prototype !== Object.prototype) || 'toJSON' in value)
    throw notJson(path, `a ${value.constructor?.name ?? 'class'}`)
  for (const [key, item] of Object.entries(value)) assertPlain(item, `${path}.${key}`, within)
}

function notJson(path: string, what: string): CacheError {
  return new CacheError(
    'E_SHARED_VALUE',
    `${path} is ${what}, which would not come back as it was. A shared dictionary holds text, numbers, booleans, Uint8Array and plain JSON.`,
  )
}
