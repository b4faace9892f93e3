import type { CookieJar } from '../cookies/cookie-jar.ts'
import type { Load } from './load.ts'

const ACCEPT = {
  navigate: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  cors: 'application/json,*/*;q=0.5',
} as const

/** The headers that a browser adds by itself: what it accepts, its cookies, and where the request comes from. */
export function browserHeaders(load: Load, cookies: CookieJar): Headers {
  const { url, method, body, mode, from } = load
  const site = siteOf(load)
  const isRead = method === 'GET' || method === 'HEAD'
  const headers = new Headers({
    accept: ACCEPT[mode],
    'sec-fetch-site': site,
    'sec-fetch-mode': mode,
    'sec-fetch-dest': mode === 'navigate' ? 'document' : 'empty',
  })
  if (mode === 'navigate') headers.set('sec-fetch-user', '?1')
  if (from !== undefined) {
    headers.set('referer', site === 'same-origin' ? withoutHash(from) : `${from.origin}/`)
    if (!isRead || (mode === 'cors' && site !== 'same-origin')) headers.set('origin', from.origin)
  }
  if (body !== undefined) {
    headers.set('content-length', String(body.bytes.byteLength))
    if (body.type !== '') headers.set('content-type', body.type)
  }
  const cookie = cookies.header({
    url,
    isCrossSite: site === 'cross-site',
    isSafeNavigation: mode === 'navigate' && isRead,
  })
  if (cookie !== undefined) headers.set('cookie', cookie)
  for (const [name, value] of Object.entries(load.headers)) headers.set(name, value)
  return headers
}

/** Sec-Fetch-Site. Without a list of public suffixes, a site is the last two labels of a host. */
function siteOf({ url, from }: Load): string {
  if (from === undefined) return 'none'
  if (from.origin === url.origin) return 'same-origin'
  return from.protocol === url.protocol && lastLabels(from) === lastLabels(url) ? 'same-site' : 'cross-site'
}

function lastLabels({ hostname }: URL): string {
  const labels = hostname.split('.')
  return hostname.endsWith('.localhost') ? 'localhost' : labels.slice(-2).join('.')
}

function withoutHash(url: URL): string {
  return url.href.slice(0, url.href.length - url.hash.length)
}
