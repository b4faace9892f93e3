import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { html } from '../http/responses.ts'
import type { HttpError } from '../errors/to-http-error.ts'

/** Headers whose values the page does not repeat: it may end up in a screenshot. */
const SECRET = /auth|cookie|key|secret|token/

/** The error with its stack, the code around it, what to do, and the request. For development only. */
export async function developmentPage(
  { status, help, cause }: HttpError,
  request: HttpRequest,
): Promise<HttpResponse> {
  const { Youch } = await import('youch')
  const headers = Array.from(request.headers.entries(), ([name, value]): [string, string] => [
    name,
    SECRET.test(name) ? '[redacted]' : value,
  ])
  const page = await new Youch().toHTML(withHelp(cause, help), {
    title: 'Something went wrong',
    request: { url: request.path, method: request.method, headers: Object.fromEntries(headers) },
  })
  return html(page, { status })
}

/** Youch shows a `hint` below the message. */
function withHelp(cause: unknown, help: string): unknown {
  if (!(cause instanceof Error) || help === '') return cause
  return Object.assign(Object.create(cause) as Error, {
    hint: help,
    stack: cause.stack,
    message: cause.message,
    name: cause.name,
  })
}
