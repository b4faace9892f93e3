import type { RequestHeaders } from '@vanillin/http'
import { isHostHeader } from '@vanillin/http'
import { type ForwardedClient, fromTheRight, toSecure } from './forwarded-client.ts'
import { parseAddress } from './network-address.ts'

export type XForwardedHeader =
  | 'x-forwarded-for'
  | 'x-forwarded-proto'
  | 'x-forwarded-host'
  | 'x-forwarded-port'

/**
 * The client by the X-Forwarded headers. Each proxy adds whom it heard on the right, so the list is walked from there while
 * the one who speaks is trusted; an item that is no address ends the walk. Of the other headers, the item counts that the
 * proxy wrote who heard the client, or the first one when there are fewer.
 */
export function readXForwarded(
  peer: string,
  headers: RequestHeaders,
  wanted: ReadonlySet<string>,
  trusts: (address: string) => boolean,
): ForwardedClient {
  const read = (name: XForwardedHeader): string | undefined =>
    wanted.has(name) ? headers.get(name) : undefined
  const ips = [peer]
  const list = read('x-forwarded-for')
  for (const item of list === undefined ? [] : fromTheRight(list)) {
    const address = toAddress(item)
    if (address === undefined) break
    ips.unshift(address)
    if (!trusts(address)) break
  }
  const hop = Math.max(0, ips.length - 2)
  const secure = toSecure(itemAt(read('x-forwarded-proto'), hop))
  const host = itemAt(read('x-forwarded-host'), hop)
  const port = itemAt(read('x-forwarded-port'), hop)
  return { ips, secure, host: withPort(host ?? headers.get('host'), port, host === undefined) }
}

/** Azure's and IIS's proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function toAddress(item: string): string | undefined {
  const bracketed = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(item)?.[1]
  const dotted = /^(\d[\d.]*):\d{1,5}$/.exec(item)?.[1]
  return parseAddress(bracketed ?? dotted ?? item)?.toString()
}

function itemAt(list: string | undefined, hop: number): string | undefined {
  if (list === undefined) return undefined
  let found: string | undefined
  let index = 0
  for (const item of fromTheRight(list)) {
    found = item
    if (index++ === hop) break
  }
  return found
}

/** Undefined when there is nothing to say beyond the Host header. */
function withPort(host: string | undefined, port: string | undefined, isOwn: boolean): string | undefined {
  if (host === undefined || !isHostHeader(host)) return undefined
  const known = port !== undefined && /^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536
  const named = host.lastIndexOf(':') > host.lastIndexOf(']')
  if (known && !named && port !== '80' && port !== '443') return `${host}:${port}`
  return isOwn ? undefined : host
}
