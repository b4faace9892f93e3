import { VanillinError } from '../errors/vanillin-error.ts'
import type { HttpRequest } from '../http/http-request.ts'
import { isCsrfToken } from './csrf-token.ts'
import type { FoundSession } from './session-driver.ts'
import type { SharedCsrf } from './session-terms.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a request that changes something in the name of a visitor and does not bring the token of his session. One without a session has
 * nothing that another site could ride on, and neither has one whose session is over: it goes on as a stranger's.
 *
 * @throws VanillinError `E_CSRF_TOKEN`
 */
export function assertCsrfToken(request: HttpRequest): void {
  if (SAFE.has(request.method)) return
  const session = request.session.brought
  if (session === undefined) return
  const shared = request.app.sessions?.driver.terms?.csrf
  const token = tokenOf(request, shared)
  if (token !== undefined && isTokenOf(token, session, request, shared)) return
  throw new VanillinError(
    'E_CSRF_TOKEN',
    token === undefined
      ? 'The form was sent without its security token.'
      : 'The page was open for too long, or you have logged in or out since. Go back, load it anew and send the form again.',
  )
}

function isTokenOf(
  token: string,
  session: FoundSession,
  request: HttpRequest,
  shared: SharedCsrf | undefined,
): boolean {
  return shared?.isAccepted(token, session, request) ?? isCsrfToken(token, session.id)
}

function tokenOf({ headers, parsedBody }: HttpRequest, shared: SharedCsrf | undefined): string | undefined {
  for (const name of ['x-csrf-token', 'x-xsrf-token', ...(shared?.headers ?? [])]) {
    const header = headers.get(name)
    if (header !== undefined) return header
  }
  if (typeof parsedBody !== 'object' || parsedBody === null) return undefined
  const field = (parsedBody as Readonly<Record<string, unknown>>)[shared?.field ?? '_token']
  return typeof field === 'string' ? field : undefined
}
