import { VanillinError } from '../errors/vanillin-error.ts'
import type { HttpRequest } from '../http/http-request.ts'

/**
 * Refuses a request that changes something and that a page of another site made: by Sec-Fetch-Site, which
 * every current browser sends, or else by Origin against Host. A client that sends neither is no browser
 * and carries no cookies that another site could ride on. Last, the route may take requests from anywhere, or a CORS policy on its way
 * may admit the origin.
 *
 * @throws VanillinError `E_CROSS_ORIGIN`
 */
export function createCrossOriginCheck(
  trustedOrigins: readonly string[],
  routeAdmits: (origin: string | undefined, request: HttpRequest) => boolean,
): (request: HttpRequest) => undefined {
  const trusted = new Set(trustedOrigins)
  return (request) => {
    if (isSafe(request.method)) return undefined
    const origin = request.headers.get('origin')
    if (origin !== undefined && trusted.has(origin)) return undefined
    const site = request.headers.get('sec-fetch-site')
    if (site === 'same-origin' || site === 'none') return undefined
    if (site === undefined && (origin === undefined || hostOf(origin) === request.host)) return undefined
    if (routeAdmits(origin, request)) return undefined
    throw new VanillinError(
      'E_CROSS_ORIGIN',
      `A page of ${origin ?? 'another site'} sent this ${request.method}.`,
    )
  }
}

function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
