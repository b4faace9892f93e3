import type { HttpRequest, HttpResponse, us_socket_context_t } from 'uws-pack'
import { Server } from './hyper-express.ts'

/** What is done with each request, in the turn of the event loop in which its head arrived. */
export type RawHandler = (request: HttpRequest, response: HttpResponse) => void

/**
 * hyper-express with one route for everything. Its Server sets up the native app, TLS and the route table; its
 * Request and Response are never made, because they read all headers into an object that keeps the last of
 * repeated lines, take a body that broke off for a whole one, and wait for a body before they refuse it.
 * `_handle_uws_request` is where each request enters hyper-express; the build fails when it is not there.
 */
export class CatchAllServer extends Server {
  readonly #handler: RawHandler

  constructor(options: ConstructorParameters<typeof Server>[0], handler: RawHandler) {
    super({ ...options, auto_close: false })
    this.#handler = handler
    this.any('/*', () => {})
  }

  /** Called by hyper-express for each request. */
  _handle_uws_request(
    _route: unknown,
    request: HttpRequest,
    response: HttpResponse,
    _socket: us_socket_context_t | null,
  ): void {
    this.#handler(request, response)
  }
}
