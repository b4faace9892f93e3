import { hash } from 'node:crypto'
import type { HttpRequest } from '@vanillin/core'
import type { PageCacheOptions } from './page-cache-options.ts'

export const pagePrefix = 'p:'
const longest = 100

/** The key of a page's address: method, scheme, host, path, and what of the query counts, in one order. */
export function pageKey(request: HttpRequest, { query = 'all' }: Pick<PageCacheOptions, 'query'>): string {
  const { method, host, path, queryString, secure } = request
  const fields = queryString === '' || query === 'none' ? '' : `?${sortedQuery(queryString, query)}`
  return bounded(
    `${pagePrefix}${method} ${secure ? 'https' : 'http'}://${host.toLowerCase()}${path}${fields}`,
  )
}

/** The key of one of several pages of an address, by what makes them differ. */
export function variantKey(
  key: string,
  version: string,
  dimensions: readonly (string | undefined)[],
): string {
  // As JSON, so that no two lists are written alike.
  return bounded(`${pagePrefix}${version} ${key} ${JSON.stringify(dimensions)}`)
}

/** The keys under which an address may be kept. */
export function keysOfUrl(url: URL, options: Pick<PageCacheOptions, 'query'>): string[] {
  const { protocol, host, pathname, search } = url
  return ['GET', 'HEAD'].map((method) =>
    pageKey(
      {
        method,
        host,
        path: pathname,
        queryString: search.slice(1),
        secure: protocol === 'https:',
      } as HttpRequest,
      options,
    ),
  )
}

function sortedQuery(query: string, names: 'all' | readonly string[]): string {
  const pairs = query
    .split('&')
    .filter((pair) => pair !== '' && (names === 'all' || names.includes(nameOf(pair))))
  // Equal names keep their order, which an action can see.
  return pairs.length < 2 ? pairs.join('') : pairs.toSorted(byName).join('&')
}

function byName(one: string, other: string): number {
  const [left, right] = [rawName(one), rawName(other)]
  if (left === right) return 0
  return left < right ? -1 : 1
}

function rawName(pair: string): string {
  const end = pair.indexOf('=')
  return end < 0 ? pair : pair.slice(0, end)
}

/** As PHP and `request.query` read it: `tags[]` belongs to `tags`. */
function nameOf(pair: string): string {
  const raw = rawName(pair).replaceAll('+', ' ')
  let name = raw
  try {
    name = decodeURIComponent(raw)
  } catch {
    // It is a name of its own then.
  }
  const bracket = name.indexOf('[', 1)
  return bracket < 0 ? name : name.slice(0, bracket)
}

/** At most 300 bytes, whatever the characters. */
function bounded(key: string): string {
  return key.length <= longest ? key : `${pagePrefix}#${hash('sha256', key, 'base64url')}`
}
