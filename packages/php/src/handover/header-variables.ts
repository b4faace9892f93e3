import type { HttpRequest } from '@vanillin/core'
import type { Parameter } from '../fastcgi/name-values.ts'

/**
 * What does not become a variable. `Proxy` would become HTTP_PROXY, by which libraries of PHP send their own requests elsewhere (httpoxy,
 * CVE-2016-5385). What proxies say of a client counts only where it is believed here, and is then said anew. The body is not chunked any more.
 */
const LEFT_OUT = new Set(['proxy', 'forwarded', 'x-real-ip', 'transfer-encoding', 'host'])

/** With an underscore it would be another one's: `X_Forwarded_For` and `X-Forwarded-For` are both HTTP_X_FORWARDED_FOR. */
const PLAIN_NAME = /^[a-z0-9-]+$/

/** The names of variables by those of headers, undefined for those that are left out. Clients make names up: so many are kept. */
const names = new Map<string, string | undefined>()
const MAX_NAMES = 1_000

/** The headers of a request as HTTP_*, as nginx hands them on. Their values are Latin-1, and PHP gets the bytes that were sent. */
export function headerVariables(request: HttpRequest): Parameter[] {
  const variables: Parameter[] = [['HTTP_HOST', request.host]]
  for (const [name, value] of request.headers.entries()) {
    const variable = variableOf(name)
    if (variable !== undefined) variables.push([variable, value])
  }
  for (const [name, value] of forwardedHeaders(request)) variables.push([toVariable(name), value])
  return variables
}

function variableOf(name: string): string | undefined {
  const known = names.get(name)
  if (known !== undefined || names.has(name)) return known
  const variable = isHandedOn(name) ? toVariable(name) : undefined
  if (names.size < MAX_NAMES) names.set(name, variable)
  return variable
}

function toVariable(name: string): string {
  return `HTTP_${name.toUpperCase().replaceAll('-', '_')}`
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
