import type { RawParameter } from './raw-result.ts'

/** Turns a JavaScript value into what PostgreSQL is sent, by the rules of pg: arrays as arrays, objects as JSON. */
export function toRawParameter(value: unknown): RawParameter {
  if (value === null || value === undefined) return null
  switch (typeof value) {
    case 'string':
      return value
    case 'object':
      return toRawObject(value)
    default:
      // oxlint-disable-next-line typescript/no-base-to-string -- a number, a bigint or a boolean
      return String(value)
  }
}

function toRawObject(value: object): RawParameter {
  if (value instanceof Uint8Array) return value
  if (value instanceof Date) return value.toISOString()
  return Array.isArray(value) ? arrayLiteral(value) : JSON.stringify(value)
}

function arrayLiteral(items: readonly unknown[]): string {
  return `{${items.map(arrayElement).join(',')}}`
}

function arrayElement(item: unknown): string {
  if (Array.isArray(item)) return arrayLiteral(item)
  const raw = toRawParameter(item)
  if (raw === null) return 'NULL'
  if (typeof raw === 'string') return `"${raw.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
  return `"\\\\x${Buffer.from(raw).toString('hex')}"`
}
