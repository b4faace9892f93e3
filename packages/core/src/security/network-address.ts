import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** What ipaddr.js parses: shorthands such as `127.1` and `0x7f000001` are no addresses here. */
export type NetworkAddress = ipaddr.IPv4 | ipaddr.IPv6

/** An address in text form; IPv4 that is mapped into IPv6 as IPv4. Undefined for anything else. */
export function parseAddress(text: string): NetworkAddress | undefined {
  return isIP(text) === 0 || text.includes('%') ? undefined : ipaddr.process(text)
}

/** A range of addresses: `10.0.0.0/8`, `2001:db8::/32`, or one address. Undefined for anything else. */
export function parseRange(text: string): [base: NetworkAddress, bits: number] | undefined {
  const [address = '', length, ...rest] = text.split('/')
  const base = parseAddress(address)
  if (base === undefined || rest.length > 0) return undefined
  const widest = base.kind() === 'ipv4' ? 32 : 128
  if (length === undefined) return [base, widest]
  const bits = /^\d{1,3}$/.test(length) ? Number(length) : widest + 1
  return bits > widest ? undefined : [base, bits]
}

export function isInRange(address: NetworkAddress, [base, bits]: [NetworkAddress, number]): boolean {
  return address.kind() === base.kind() && address.match(base, bits)
}
