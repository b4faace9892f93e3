import type { CoreRequest } from '@vanillin/http'
import type { HttpConfig } from '../config/app-config.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import type { ForwardedClient } from './forwarded-client.ts'
import { isInRange, type NetworkAddress, parseAddress, parseRange } from './network-address.ts'
import { readForwarded } from './read-forwarded.ts'
import { readXForwarded, type XForwardedHeader } from './read-x-forwarded.ts'

/** A header by which a proxy says for whom it speaks. */
export type ProxyHeader = 'forwarded' | XForwardedHeader

const RANGES: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}
const X_FORWARDED: readonly string[] = [
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-port',
] satisfies readonly XForwardedHeader[]

const DEFAULT_HEADERS: readonly ProxyHeader[] = ['x-forwarded-for', 'x-forwarded-proto']

/** Peers repeat; whoever has thousands of addresses may cost a look each time. */
const MAX_REMEMBERED = 1_000

/** The proxies whose word about their clients counts. */
export class TrustedProxies {
  readonly #ranges: readonly [NetworkAddress, number][]
  readonly #headers: ReadonlySet<string>
  readonly #known = new Map<string, boolean>()

  /** @throws VanillinError `E_CONFIG_INVALID` */
  constructor(proxies: readonly string[], headers: readonly ProxyHeader[] = DEFAULT_HEADERS) {
    this.#ranges = proxies.flatMap((proxy) => RANGES[proxy] ?? [proxy]).map(toRange)
    this.#headers = new Set(headers)
    assertHeaders(headers)
  }

  /** @throws VanillinError `E_CONFIG_INVALID` */
  static from(config: HttpConfig | undefined): TrustedProxies | undefined {
    const proxies = config?.trustedProxies ?? []
    return proxies.length === 0 ? undefined : new TrustedProxies(proxies, config?.proxyHeaders)
  }

  readonly trusts = (address: string): boolean => {
    const known = this.#known.get(address)
    if (known !== undefined) return known
    const parsed = parseAddress(address)
    const trusted = parsed !== undefined && this.#ranges.some((range) => isInRange(parsed, range))
    if (this.#known.size < MAX_REMEMBERED) this.#known.set(address, trusted)
    return trusted
  }

  /** The client of a request. No header is looked at unless the peer itself is trusted. */
  clientOf({ remoteAddress: peer, headers }: CoreRequest): ForwardedClient {
    if (!this.trusts(peer)) return { ips: [peer], secure: undefined, host: undefined }
    return this.#headers.has('forwarded')
      ? readForwarded(peer, headers, this.trusts)
      : readXForwarded(peer, headers, this.#headers, this.trusts)
  }
}

function toRange(text: string): [NetworkAddress, number] {
  const range = parseRange(text)
  if (range !== undefined) return range
  throw invalid(
    `http.trustedProxies holds ${JSON.stringify(text)}, which is no address, no CIDR range, and neither "loopback" nor "private"`,
  )
}

function assertHeaders(headers: readonly ProxyHeader[]): void {
  const unknown = headers.find((name) => name !== 'forwarded' && !X_FORWARDED.includes(name))
  if (unknown !== undefined)
    throw invalid(
      `http.proxyHeaders holds ${JSON.stringify(unknown)}. It may hold: forwarded, ${X_FORWARDED.join(', ')}`,
    )
  // Whichever of the two a proxy does not write, the client may.
  if (headers.length > 1 && headers.includes('forwarded'))
    throw invalid(
      'http.proxyHeaders holds "forwarded" and another: the client could write the one that the proxy does not',
    )
}

function invalid(problem: string): VanillinError {
  return new VanillinError('E_CONFIG_INVALID', `config/app.ts: ${problem}.`)
}
