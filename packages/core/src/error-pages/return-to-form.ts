import type { ValidationError } from '../errors/validation-error.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { previousPage } from '../http/previous-page.ts'
import { redirect } from '../http/responses.ts'

/** Whether who sent a form can be sent back to its page with messages: one that is asked for by GET has no form to go back to. */
export function canReturn(request: HttpRequest): boolean {
  return request.hasSession && request.method !== 'GET' && request.method !== 'HEAD'
}

/** Back to the page of the form, which finds the messages in `errors` and what was typed in `old()`. */
export function returnToForm({ errors }: ValidationError, request: HttpRequest): HttpResponse {
  const { session, parsedBody } = request
  session.flashErrors(errors)
  if (typeof parsedBody === 'object' && parsedBody !== null)
    session.flashInput(parsedBody as Readonly<Record<string, unknown>>)
  return redirect(previousPage(request) ?? '/', 303)
}
