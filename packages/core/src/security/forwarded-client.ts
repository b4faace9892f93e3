/** What trusted proxies say of the client that they speak for. What they do not say, or say malformed, is undefined. */
export interface ForwardedClient {
  /** The client, then the proxies on the way, the nearest last. Never empty. */
  readonly ips: readonly string[]
  readonly secure: boolean | undefined
  readonly host: string | undefined
}

/** Where a header's list is read from: the right end, which the nearest proxy wrote. */
export function* fromTheRight(list: string): Generator<string> {
  let end = list.length
  while (end >= 0) {
    const comma = end === 0 ? -1 : list.lastIndexOf(',', end - 1)
    yield list.slice(comma + 1, end).trim()
    end = comma
  }
}

export function toSecure(scheme: string | undefined): boolean | undefined {
  switch (scheme?.toLowerCase()) {
    case 'https':
    case 'wss':
      return true
    case 'http':
    case 'ws':
      return false
    default:
      return undefined
  }
}
