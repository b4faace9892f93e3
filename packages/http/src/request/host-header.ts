const HOST = /^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i

/** Found to be one the last time: most requests have the same. */
let last: string | undefined

/** A name or an address, and a port if need be (RFC 9110, 7.2). */
export function isHostHeader(text: string): boolean {
  if (text === last) return true
  if (!HOST.test(text)) return false
  last = text
  return true
}
