import { toPeerAddress as toPlainAddress } from '@vanillin/http'

/** uWebSockets.js writes all eight groups of an IPv6 address; the port wants what node:net writes. */
export function toPeerAddress(address: string): string {
  if (!address.includes(':')) return address
  const mapped = /^(?:0000:){5}ffff:(..)(..):(..)(..)$/.exec(address)
  if (mapped)
    return mapped
      .slice(1)
      .map((byte) => Number.parseInt(byte, 16))
      .join('.')
  return toPlainAddress(new URL(`http://[${address}]`).hostname.slice(1, -1))
}
