import { inspect } from 'node:util'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { html } from '../http/responses.ts'
import { errorKind } from '../errors/error-kind.ts'
import { escapeHtml } from '../view/escape-html.ts'
import type { HttpError } from '../errors/to-http-error.ts'
import { orderedStack } from './ordered-stack.ts'

const shownQueries = 30

/** Headers whose values the page does not repeat: it may end up in a screenshot. */
const SECRET = /auth|cookie|key|secret|token/

/**
 * The error with what to do, the app's code around it, the way there, and the request, in the order of the terminal. Frames of packages
 * and of the framework show on demand, unless there are no others. For development only.
 */
export async function developmentPage(
  { status, help, cause }: HttpError,
  request: HttpRequest,
): Promise<HttpResponse> {
  const { Youch } = await import('youch')
  const headers = Array.from(request.headers.entries(), ([name, value]): [string, string] => [
    name,
    SECRET.test(name) ? '[redacted]' : value,
  ])
  const { stack, appFiles } = orderedStack(cause, request.app.root)
  const youch = new Youch().useTransformer((error) => {
    if (appFiles.size === 0) return
    for (const frame of error.frames) {
      // The page hides native frames until it is told to show all.
      frame.type = appFiles.has(frame.fileName ?? '') ? 'app' : 'native'
    }
  })
  const hint = [help, ...statementOf(cause), ...trailOf(request)]
  const page = await youch.toHTML(withHint(cause, hint, stack), {
    title: escapeHtml(cause.message),
    cspNonce: request.cspNonce,
    request: { url: request.path, method: request.method, headers: Object.fromEntries(headers) },
  })
  // Youch repeats the title above the message, and has one script in an attribute, which the policy of this page refuses.
  const shown = page
    .replace(/<h1 id="error-title">[^<]*<\/h1>/, '')
    .replace('onclick="copyErrorMessage(this)"', 'data-copy')
    .replace('</body>', `<script nonce="${request.cspNonce}">${copyOnClick}</script></body>`)
  return html(shown, {
    status,
    headers: { 'Content-Security-Policy': pagePolicy(request.cspNonce) },
  })
}

const copyOnClick =
  "document.querySelector('[data-copy]')?.addEventListener('click', (event) => copyErrorMessage(event.currentTarget))"

/** The page's own elements are styled by attributes. */
function pagePolicy(nonce: string): string {
  return `script-src 'self' 'nonce-${nonce}'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'`
}

/** Youch shows a `hint` below the message, as HTML. */
function withHint(cause: Error, lines: readonly string[], stack: string): Error {
  const hint = lines
    .filter((line) => line !== '')
    .map(escapeHtml)
    .join('<br>')
  return Object.assign(Object.create(cause) as Error, {
    ...(hint !== '' && { hint }),
    stack,
    message: cause.message,
    name: nameOf(cause),
  })
}

/** The code of an error that was written for readers says more than the class that it shares with others. */
function nameOf(cause: Error): string {
  const code =
    'code' in cause && typeof cause.code === 'string' && cause.code.startsWith('E_') ? cause.code : ''
  return code === '' ? errorKind(cause) : `${cause.name} ${code}`
}

/** The statement that a database refused, as its driver hands it on. */
function statementOf(cause: Error): string[] {
  const { sql, parameters } = cause as { sql?: unknown; parameters?: unknown }
  if (typeof sql !== 'string') return []
  return parameters === undefined ? [`SQL: ${sql}`] : [`SQL: ${sql}`, `Parameters: ${inspect(parameters)}`]
}

/** The last of the queries that were made before the error. */
function trailOf({ queryTrail = [] }: HttpRequest): string[] {
  return queryTrail.length === 0
    ? []
    : [`Queries of this request: ${queryTrail.length}`, ...queryTrail.slice(-shownQueries)]
}
