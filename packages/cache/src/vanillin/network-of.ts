import { isIPv6 } from 'node:net'
import ipaddr from 'ipaddr.js'

/**
 * What counts as one client: an IPv4 address, or the /64 of an IPv6 address, since whoever has one of its addresses has all. IPv4 that is
 * mapped into IPv6 is IPv4.
 */
export function networkOf(ip: string): string {
  // What has no colon is none, and need not be read.
  if (!ip.includes(':') || !isIPv6(ip)) return ip
  const address = ipaddr.process(ip)
  if (address.kind() === 'ipv4') return address.toString()
  return `${(address as ipaddr.IPv6).parts.slice(0, 4).map(toHexadecimal).join(':')}::/64`
}

function toHexadecimal(part: number): string {
  return part.toString(16)
}
