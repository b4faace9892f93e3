import { VanillinError } from '../errors/vanillin-error.ts'
import type { HttpRequest } from '../http/http-request.ts'
import { isCsrfToken } from './csrf-token.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a request that changes something in the name of a visitor and does not bring the token of his session. One without a session has
 * nothing that another site could ride on, and neither has one whose session is over: it goes on as a stranger's.
 *
 * @throws VanillinError `E_CSRF_TOKEN`
 */
export function assertCsrfToken(request: HttpRequest): void {
  if (SAFE.has(request.method)) return
  const sessionId = request.session.broughtId
  if (sessionId === undefined) return
  const token = tokenOf(request)
  if (token !== undefined && isCsrfToken(token, sessionId)) return
  throw new VanillinError(
    'E_CSRF_TOKEN',
    token === undefined
      ? 'The form was sent without its security token.'
      : 'The page was open for too long, or you have logged in or out since. Go back, load it anew and send the form again.',
  )
}

function tokenOf({ headers, parsedBody }: HttpRequest): string | undefined {
  const header = headers.get('x-csrf-token') ?? headers.get('x-xsrf-token')
  if (header !== undefined) return header
  if (typeof parsedBody !== 'object' || parsedBody === null) return undefined
  const field = (parsedBody as Readonly<Record<string, unknown>>)['_token']
  return typeof field === 'string' ? field : undefined
}
