type Values = Record<string, unknown>

/** A form sends the key as text: '7' is the row 7. */
export function isSameKey(a: unknown, b: unknown): boolean {
  return isSame(a, b) || toText(a) === toText(b)
}

/** A key, for people. */
export function toText(key: unknown): string {
  return typeof key === 'bigint' || typeof key === 'number'
    ? key.toString()
    : typeof key === 'string'
      ? key
      : JSON.stringify(key)
}

/** Whether a value is as it was read. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  return JSON.stringify(a) === JSON.stringify(b)
}

/**
 * The row with dates and JSON values of its own: shared with the instance, one that is changed in place would look unchanged.
 * The row itself is nobody else's.
 */
export function separate(row: Values): Values {
  for (const name in row) {
    const value = row[name]
    if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) continue
    row[name] = value instanceof Date ? new Date(value) : structuredClone(value)
  }
  return row
}
