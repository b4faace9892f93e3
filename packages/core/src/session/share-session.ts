import { VanillinError } from '../errors/vanillin-error.ts'
import type { FieldErrors } from '../errors/validation-error.ts'
import type { HttpRequest } from '../http/http-request.ts'
import { safeHtml, type SafeHtml, type Views } from '../view/index.ts'
import type { Session } from './session.ts'

/**
 * What templates know of the session. Without one there are no messages and nothing old, so that a layout serves every page, mails
 * and apps without sessions too; a form that needs its token fails.
 */
export function shareSession(views: Views<HttpRequest>): void {
  views.shareBound('csrf', (request) => (): SafeHtml => {
    const session = sessionOf(request)
    return safeHtml`<input type="hidden" name="${session.csrfField}" value="${session.csrfToken()}">`
  })
  views.shareBound('csrfToken', (request) => (): string => sessionOf(request).csrfToken())
  views.shareBound(
    'flash',
    (request) =>
      (name: string): unknown =>
        optionalSession(request)?.flashed(name),
  )
  views.shareBound('old', (request) => (field: string, fallback?: unknown): unknown => {
    const session = optionalSession(request)
    return session === undefined ? fallback : session.old(field, fallback)
  })
  views.shareBound('errors', (request): FieldErrors => optionalSession(request)?.errors ?? {})
  views.shareBound('session', sessionOf)
}

function optionalSession(request: HttpRequest | undefined): Session | undefined {
  return request?.hasSession === true ? request.session : undefined
}

function sessionOf(request: HttpRequest | undefined): Session {
  if (request !== undefined) return request.session
  throw new VanillinError('E_SESSION_MISSING', 'The view is rendered outside of a request.', {
    help: 'Pass what it needs from the session as props.',
  })
}
