import { defaultLimits } from '@vanillin/http'
import { HttpResponse } from '../http/http-response.ts'
import type { HttpRequest } from '../http/http-request.ts'
import { isForm, isMultipart } from '../http/parse-body.ts'
import { redirect } from '../http/responses.ts'
import { forwards } from '../routing/route-action.ts'
import type { Router } from '../routing/router.ts'

const OVERRIDES = new Set(['PUT', 'PATCH', 'DELETE'])

/**
 * Finds the route of a request. A POST with a form body to a path that knows PUT, PATCH or DELETE may carry
 * `_method`, as Laravel's forms do; in a form with files it stands before the first one. A path with a trailing slash is sent to the one without.
 *
 * @param checkOrigin throws where a page of another site must not send this. What one method takes, the next need not: it is asked again
 * behind an override.
 */
export function createRouteStage(
  router: () => Router,
  checkOrigin: (request: HttpRequest) => void,
): (request: HttpRequest) => unknown {
  return (request) => {
    checkOrigin(request)
    const table = router()
    if (request.method === 'POST' && mayOverride(table, request)) {
      return readMethod(table, request).then(() => {
        const wanted = request.input.get('_method')
        if (typeof wanted === 'string' && OVERRIDES.has(wanted.toUpperCase())) {
          request.method = wanted.toUpperCase()
          checkOrigin(request)
        }
        return matchOrRedirect(table, request)
      })
    }
    return matchOrRedirect(table, request)
  }
}

function mayOverride(router: Router, request: HttpRequest): boolean {
  if (!isForm(request)) return false
  const isOverride = (method: string): boolean => OVERRIDES.has(method) || method === '*'
  if (!router.allowedMethods(request).some(isOverride)) return false
  if (!isForwarded(router, request, 'POST')) return true
  // A form with files that is too large to be kept for whom it is handed on to has no `_method`.
  if (isMultipart(request) && !isKeepable(request)) return false
  return [...OVERRIDES].some((method) => !isForwarded(router, request, method))
}

/** What will be handed on whole unless it says otherwise is kept, so that it can be. */
async function readMethod(router: Router, request: HttpRequest): Promise<void> {
  if (isForwarded(router, request, 'POST')) await request.rawBody()
  await request.readFields()
}

function isForwarded(router: Router, request: HttpRequest, method: string): boolean {
  const match = router.match(request, method)
  return match !== undefined && forwards(match.route.action)
}

function isKeepable({ app, body }: HttpRequest): boolean {
  const { maxBodyBytes = defaultLimits.maxBodyBytes } = app.config.app.http?.limits ?? {}
  return (body.declaredBytes ?? 0) <= maxBodyBytes
}

function matchOrRedirect(router: Router, request: HttpRequest): HttpResponse | undefined {
  request.match = router.match(request)
  if (request.match !== undefined && request.match.route.tier !== 'fallback') return undefined
  const shorter = router.withoutTrailingSlash(request)
  if (shorter === undefined) return undefined
  const query = request.queryString === '' ? '' : `?${request.queryString}`
  return redirect(shorter + query, request.method === 'GET' || request.method === 'HEAD' ? 301 : 308)
}
