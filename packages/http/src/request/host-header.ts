const HOST = /^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i

/** A name or an address, and a port if need be (RFC 9110, 7.2). */
export function isHostHeader(text: string): boolean {
  return HOST.test(text)
}
