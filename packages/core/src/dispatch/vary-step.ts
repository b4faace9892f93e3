import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import type { RouteHandler } from '../routing/route.ts'
import type { Answer } from './answer.ts'

/** The Accept header chose the version: a cache must not hand one version's answer to a client of another. */
export class VaryStep implements RouteHandler {
  readonly #inner: RouteHandler

  constructor(inner: RouteHandler) {
    this.#inner = inner
  }

  answer(request: HttpRequest): Answer {
    const answer = this.#inner.answer(request)
    return answer instanceof Promise ? answer.then(varyByAccept) : varyByAccept(answer)
  }
}

function varyByAccept(response: HttpResponse): HttpResponse {
  response.headers.append('Vary', 'Accept')
  return response
}
