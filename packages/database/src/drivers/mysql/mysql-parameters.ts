/**
 * What may be handed to mysql2, which escapes values itself: an object would become `a = 1, b = 2` there, a
 * hole for SQL injection where JSON came from a request. So objects and arrays are sent as JSON.
 */
export function toMysqlParameter(value: unknown): unknown {
  switch (typeof value) {
    case 'undefined':
      return null
    case 'bigint':
      return value.toString()
    case 'object':
      if (value === null || value instanceof Date || Buffer.isBuffer(value)) return value
      if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
      return JSON.stringify(value)
    default:
      return value
  }
}
