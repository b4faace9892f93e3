import { createHash } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { html } from '../http/responses.ts'
import { escapeHtml } from '../view/escape-html.ts'
import type { HttpError } from '../errors/to-http-error.ts'

const STYLE = `body{font:1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:18vh auto;padding:0 1.5rem;color:#222;background:#fff}
h1{font-size:1.5rem}@media(prefers-color-scheme:dark){body{color:#ddd;background:#16181d}}`

/** The page needs its style and nothing else. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/**
 * The error page of an app that has none of its own: the status, below 500 the message, with what is wrong in each field, from 500 on the request's id, by which the
 * error is found in the log.
 */
export function plainPage({ status, message, errors }: HttpError, request: HttpRequest): HttpResponse {
  const reference = status < 500 ? '' : `<p>Request <code>${request.id}</code></p>`
  const wrong = Object.values(errors).flatMap((messages) =>
    messages.map((text) => `<li>${escapeHtml(text)}</li>`),
  )
  const list = wrong.length === 0 ? '' : `<ul>${wrong.join('')}</ul>`
  const title = `${status} ${STATUS_CODES[status] ?? 'Error'}`
  const development = request.app.environment === 'development'
  // In development the app's policy holds, so that the client of the development server may refresh the page.
  const [attribute, headers] = development
    ? [` nonce="${request.cspNonce}"`, {}]
    : ['', { 'Content-Security-Policy': POLICY }]
  return html(
    `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title>
<style${attribute}>${STYLE}</style></head>
<body><h1>${title}</h1><p>${escapeHtml(message)}</p>${list}${reference}</body></html>
`,
    { status, headers },
  )
}
