/** An address as the port wants it: IPv4 that arrived on an IPv6 socket (`::ffff:192.0.2.1`) as IPv4. */
export function toPeerAddress(address: string | undefined): string {
  if (address === undefined) return ''
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address
}
