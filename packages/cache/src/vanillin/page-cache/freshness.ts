import type { HttpResponse } from '@vanillin/core'
import type { Milliseconds } from '../../clock/milliseconds.ts'
import { parseCacheControl } from './cache-control.ts'
import type { PageCacheOptions } from './page-cache-options.ts'

/** How long a page is good, and how long it may be sent after that. */
export interface Freshness {
  readonly freshMs: Milliseconds
  readonly revalidateMs: Milliseconds
  readonly ifErrorMs: Milliseconds
}

/** Statuses that a cache may keep without being told (RFC 9110, 15.1), but for 206, of which there are many. */
const keptStatuses = new Set([200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501])
/** Those that are kept when the page says for how long. */
const keptIfSaid = new Set([302, 307])

/** Undefined for a page that must not be kept. */
export function freshnessOf(response: HttpResponse, options: PageCacheOptions): Freshness | undefined {
  const { status, headers } = response
  const control = parseCacheControl(headers.get('Cache-Control'))
  if (['no-store', 'private', 'no-cache'].some((name) => control.names.has(name))) return undefined
  if (headers.has('Set-Cookie') || headers.get('Vary')?.includes('*') === true) return undefined
  const said = control.seconds('s-maxage') ?? control.seconds('max-age') ?? expiresIn(headers.get('Expires'))
  if (!keptStatuses.has(status) && !(keptIfSaid.has(status) && said !== undefined)) return undefined
  const freshMs = said === undefined ? options.ttl : said * 1000
  if (!(freshMs > 0)) return undefined
  // Who demands that nothing stale is sent is obeyed.
  const isStrict = control.names.has('must-revalidate') || control.names.has('proxy-revalidate')
  const stale = (name: string, given = 0): Milliseconds => {
    if (isStrict) return 0
    const seconds = control.seconds(name)
    return seconds === undefined ? given : seconds * 1000
  }
  return {
    freshMs,
    revalidateMs: stale('stale-while-revalidate', options.staleWhileRevalidate),
    ifErrorMs: stale('stale-if-error', options.staleIfError),
  }
}

function expiresIn(header: string | undefined): number | undefined {
  if (header === undefined) return undefined
  const at = Date.parse(header)
  // What is no date is in the past (RFC 9111, 5.3).
  return Number.isNaN(at) ? 0 : Math.max(0, (at - Date.now()) / 1000)
}
