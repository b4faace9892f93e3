import type { ValidationError } from '../errors/validation-error.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { previousPage } from '../http/previous-page.ts'
import { redirect } from '../http/responses.ts'

/**
 * Back to the page of the form, which finds the messages in `errors` and what was typed in `old()`. Undefined when there is none to go back to: without a
 * session, for what is asked for by GET, when the browser does not say which page it was, as under `Referrer-Policy: no-referrer`, and when more was
 * typed than the session keeps: behind "back" the browser has it still.
 */
export function returnToForm({ errors }: ValidationError, request: HttpRequest): HttpResponse | undefined {
  if (!request.hasSession || request.method === 'GET' || request.method === 'HEAD') return undefined
  const page = previousPage(request)
  if (page === undefined) return undefined
  const { session, parsedBody } = request
  if (isFields(parsedBody) && !session.flashInput(parsedBody)) return undefined
  session.flashErrors(errors)
  return redirect(page, 303)
}

function isFields(body: unknown): body is Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null
}
