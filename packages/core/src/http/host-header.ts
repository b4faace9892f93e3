const HOST = /^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i

/** A name or an address, and a port if need be (RFC 9110, 7.2). */
export function isHostHeader(text: string): boolean {
  return HOST.test(text)
}

/** Without port and final dot, in lower case: what two headers that mean the same host have in common. */
export function hostNameOf(host: string): string {
  const colon = host.lastIndexOf(':')
  const name = colon > host.lastIndexOf(']') ? host.slice(0, colon) : host
  return (name.endsWith('.') ? name.slice(0, -1) : name).toLowerCase()
}
