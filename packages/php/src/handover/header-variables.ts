import type { HttpRequest } from '@vanillin/core'
import type { Parameter } from '../fastcgi/name-values.ts'

/**
 * What does not become a variable. `Proxy` would become HTTP_PROXY, by which libraries of PHP send their own requests elsewhere (httpoxy,
 * CVE-2016-5385). What proxies say of a client counts only where it is believed here, and is then said anew. The body is not chunked any more.
 */
const LEFT_OUT = new Set(['proxy', 'forwarded', 'x-real-ip', 'transfer-encoding', 'host'])

/** With an underscore it would be another one's: `X_Forwarded_For` and `X-Forwarded-For` are both HTTP_X_FORWARDED_FOR. */
const PLAIN_NAME = /^[a-z0-9-]+$/

/** The headers of a request as HTTP_*, as nginx hands them on. */
export function headerVariables(request: HttpRequest): Parameter[] {
  const variables: Parameter[] = [['HTTP_HOST', request.host]]
  for (const [name, value] of request.headers.entries()) {
    if (!isHandedOn(name)) continue
    variables.push([`HTTP_${name.toUpperCase().replaceAll('-', '_')}`, toBytes(value)])
  }
  for (const [name, value] of forwardedHeaders(request))
    variables.push([`HTTP_${name.toUpperCase().replaceAll('-', '_')}`, value])
  return variables
}

/** Whether a header of the client may reach PHP. */
export function isHandedOn(name: string): boolean {
  return PLAIN_NAME.test(name) && !LEFT_OUT.has(name) && !name.startsWith('x-forwarded-')
}

/** What trusted proxies say of the client, for apps that look at it themselves; none where there are no such proxies. */
export function forwardedHeaders(request: HttpRequest): [name: string, value: string][] {
  const { ips } = request
  if (ips.length < 2) return []
  return [
    ['x-forwarded-for', ips.slice(0, -1).join(', ')],
    ['x-forwarded-proto', request.secure ? 'https' : 'http'],
    ['x-forwarded-host', request.host],
  ]
}

/** Header values are Latin-1, and PHP gets the bytes that were sent. */
function toBytes(value: string): string | Uint8Array {
  // oxlint-disable-next-line no-control-regex -- that is what ASCII begins with
  return /^[\x00-\x7f]*$/.test(value) ? value : Buffer.from(value, 'latin1')
}
