import type { HttpRequest } from './http-request.ts'

/**
 * Path and query of the page that the client came from; undefined when it does not say, or came from another site. An absolute URL never comes
 * out of here, nor a path that begins with two slashes, which would be one.
 */
export function previousPage(request: HttpRequest): string | undefined {
  const referer = request.headers.get('referer')
  if (referer === undefined || !URL.canParse(referer)) return undefined
  const { protocol, host, pathname, search } = new URL(referer)
  if ((protocol !== 'http:' && protocol !== 'https:') || host !== hostOf(request)) return undefined
  return `/${pathname.replace(/^\/+/, '')}${search}`
}

/** As URLs write it: lower case, without the port that is the default. */
function hostOf(request: HttpRequest): string {
  return request.url.host
}
