/**
 * True for the headers that the core alone writes, because the connection's framing hangs on them. A core
 * drops them from a handler's headers: one that contradicts the body would let a response run into the next.
 */
export function isFramingHeader(name: string): boolean {
  switch (name.length) {
    case 4:
      return name.toLowerCase() === 'date'
    case 7:
      return name.toLowerCase() === 'trailer'
    case 10: {
      const lower = name.toLowerCase()
      return lower === 'connection' || lower === 'keep-alive'
    }
    case 14:
      return name.toLowerCase() === 'content-length'
    case 17:
      return name.toLowerCase() === 'transfer-encoding'
    default:
      return false
  }
}
