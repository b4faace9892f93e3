import type { EncodedBody } from './request-body.ts'

/** A request as a browser is about to make it. */
export interface Load {
  readonly url: URL
  readonly method: string
  readonly body: EncodedBody | undefined
  readonly headers: Readonly<Record<string, string>>
  /** A page is opened, or a script of a page asks. */
  readonly mode: 'navigate' | 'cors'
  /** The page that asks; undefined for an address that was typed in. */
  readonly from: URL | undefined
}

/** The load that a redirect leads to (RFC 9110, 15.4); undefined when the answer is no redirect. */
export function redirected(load: Load, response: Response): Load | undefined {
  const { status, headers } = response
  const location = headers.get('location')
  if (location === null || ![301, 302, 303, 307, 308].includes(status)) return undefined
  const url = new URL(location, load.url)
  if (url.hash === '') url.hash = load.url.hash
  const isRead = load.method === 'GET' || load.method === 'HEAD'
  // What every browser does with a POST, and with anything at a 303.
  const becomesGet = status === 303 ? !isRead : status < 303 && load.method === 'POST'
  return becomesGet ? { ...load, url, method: 'GET', body: undefined } : { ...load, url }
}

/** Whether the app in process may answer for this host too: the same, or a subdomain of one another. */
export function isSameFamily({ hostname: one }: URL, { hostname: other }: URL): boolean {
  return one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`)
}
