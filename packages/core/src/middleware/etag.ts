import { hash } from 'node:crypto'
import { middleware, type Middleware } from '../application/middleware.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { parseHttpDate } from '../files/http-date.ts'
import { checkPreconditions } from '../files/preconditions.ts'

/**
 * Gives pages an ETag made of their body, and answers 304 to a client that has the same already (RFC 9110, 13). The page is made all the
 * same: what is saved is its way to the client. An action that sets `ETag` or `Last-Modified` by itself has them looked at likewise.
 * Streams are left alone. In `compress(), etag()` the tag is that of the page before it is compressed.
 *
 * @example
 * route.get('/catalogue', [CatalogueController, 'index']).use(etag())
 */
export function etag(): Middleware {
  return middleware((request, next) => {
    const answer = next()
    return answer instanceof Promise
      ? answer.then((response) => answerConditions(request, response))
      : answerConditions(request, answer)
  })
}

function answerConditions(request: HttpRequest, response: HttpResponse): HttpResponse {
  const { status, headers, body } = response
  if (status !== 200 || (request.method !== 'GET' && request.method !== 'HEAD')) return response
  const isWhole = typeof body === 'string' || body instanceof Uint8Array
  if (isWhole && !headers.has('ETag') && !/\bno-store\b/i.test(headers.get('Cache-Control') ?? ''))
    headers.set('ETag', `"${hash('sha1', body, 'base64url')}"`)
  const modified = headers.get('Last-Modified')
  const verdict = checkPreconditions(request, {
    etag: headers.get('ETag'),
    modifiedMs: modified === undefined ? undefined : parseHttpDate(modified),
  })
  if (verdict === 200) return response
  response.status = verdict
  response.body = undefined
  headers.delete('Content-Length')
  return response
}
