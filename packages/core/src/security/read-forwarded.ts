import type { RequestHeaders } from '@vanillin/http'
import { isHostHeader } from '@vanillin/http'
import { type ForwardedClient, fromTheRight, toSecure } from './forwarded-client.ts'
import { parseAddress } from './network-address.ts'

/** `name=token` or `name="text"`; nothing that a proxy rightly says needs an escape or a comma in quotes. */
const PAIR = /^([a-z]+)=(?:"([^"\\]*)"|([^\s"(),/:;<=>?@[\\\]{}]+))$/i

/**
 * The client by the header Forwarded (RFC 7239), walked from the right while the one who speaks is trusted. An element that is
 * malformed, or whose `for` is `unknown` or hidden, ends the walk; scheme and host are those that the proxy nearest to the
 * client saw.
 */
export function readForwarded(
  peer: string,
  headers: RequestHeaders,
  trusts: (address: string) => boolean,
): ForwardedClient {
  const ips = [peer]
  let secure: boolean | undefined
  let host: string | undefined
  const list = headers.get('forwarded')
  for (const text of list === undefined ? [] : fromTheRight(list)) {
    const element = parseElement(text)
    if (element === undefined) break
    secure = toSecure(element.get('proto'))
    const named = element.get('host')
    host = named !== undefined && isHostHeader(named) ? named : undefined
    const address = toAddress(element.get('for') ?? '')
    if (address === undefined) break
    ips.unshift(address)
    if (!trusts(address)) break
  }
  return { ips, secure, host }
}

function parseElement(text: string): ReadonlyMap<string, string> | undefined {
  const pairs = new Map<string, string>()
  for (const part of text.split(';')) {
    const match = PAIR.exec(part.trim())
    const name = match?.[1]?.toLowerCase()
    if (match === null || name === undefined || pairs.has(name)) return undefined
    pairs.set(name, match[2] ?? match[3] ?? '')
  }
  return pairs
}

/** `192.0.2.1`, `192.0.2.1:4711`, `[2001:db8::1]:4711`; an IPv6 address stands in brackets. */
function toAddress(node: string): string | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([\d.]+))(?::[\w.-]+)?$/i.exec(node)
  return match === null ? undefined : parseAddress(match[1] ?? match[2] ?? '')?.toString()
}
