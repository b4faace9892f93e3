import { inspect } from 'node:util'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { html } from '../http/responses.ts'
import { escapeHtml } from '../view/escape-html.ts'
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
  const page = await new Youch().toHTML(withHint(cause, help), {
    title: 'Something went wrong',
    request: { url: request.path, method: request.method, headers: Object.fromEntries(headers) },
  })
  return html(page, { status })
}

/** Youch shows a `hint` below the message, as HTML. */
function withHint(cause: Error, help: string): Error {
  const lines = [help, ...statementOf(cause)].filter((line) => line !== '')
  const hint = lines.map(escapeHtml).join('<br>')
  if (hint === '') return cause
  return Object.assign(Object.create(cause) as Error, {
    hint,
    stack: cause.stack,
    message: cause.message,
    name: cause.name,
  })
}

/** The statement that a database refused, as its driver hands it on. */
function statementOf(cause: Error): string[] {
  const { sql, parameters } = cause as { sql?: unknown; parameters?: unknown }
  if (typeof sql !== 'string') return []
  return parameters === undefined ? [`SQL: ${sql}`] : [`SQL: ${sql}`, `Parameters: ${inspect(parameters)}`]
}
