import type { HttpRequest } from '@vanillin/core'
import type { QueryContext } from '../config/query-context.ts'
import type { RequestQueries } from './query-log/request-queries.ts'

/** Methods that change nothing (RFC 9110, 9.2.1): what they read may be given up. */
const safeMethods = new Set(['GET', 'HEAD'])

/** What the queries of a request share. */
export class RequestContext implements QueryContext {
  readonly #request: HttpRequest
  /** Its queries, where they are written down. */
  readonly queries: RequestQueries | undefined
  hasWritten = false

  constructor(request: HttpRequest, queries: RequestQueries | undefined) {
    this.#request = request
    this.queries = queries
  }

  get signal(): AbortSignal | undefined {
    return safeMethods.has(this.#request.method) ? this.#request.signal : undefined
  }
}
