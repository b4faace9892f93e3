import { access, constants } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  type BoundAddress,
  defaultLimits,
  type HttpCore,
  type HttpCoreFactory,
  type HttpCoreOptions,
  type HttpLimits,
  type ListenAddress,
  type ResponseHost,
  runHandler,
  toListenError,
} from '@vanillin/http'
import type { HttpRequest, HttpResponse, us_listen_socket } from 'uws-pack'
import { CatchAllServer } from './catch-all-server.ts'
import { EndOfTurn } from './end-of-turn.ts'
import { findListenError } from './find-listen-error.ts'
import { binding } from './hyper-express.ts'
import { HeadScanner } from './request/head-scanner.ts'
import { UwsRequest } from './request/uws-request.ts'
import { refuseRequest } from './response/refuse-request.ts'
import { UwsResponse } from './response/uws-response.ts'

/**
 * The core on uWebSockets.js.
 *
 * @example
 * const core = createUwsCore({
 *   handler: (request, response) => response.send(200, new ResponseHeaders(), `You asked for ${request.path}`),
 * })
 * const { port } = await core.listen({ port: 0 })
 */
export const createUwsCore: HttpCoreFactory = (options) => new UwsCore(options)

class UwsCore implements HttpCore, ResponseHost {
  readonly name = 'uws'
  readonly #options: HttpCoreOptions
  readonly #limits: HttpLimits
  readonly #head: HeadScanner
  readonly #secure: boolean
  readonly #endOfTurn = new EndOfTurn()
  #server: CatchAllServer | undefined
  #socket: us_listen_socket | undefined
  #running = 0
  #closing: Promise<number> | undefined
  #whenIdle: (() => void) | undefined

  constructor(options: HttpCoreOptions) {
    this.#options = options
    this.#limits = { ...defaultLimits, ...options.limits }
    this.#head = new HeadScanner(this.#limits)
    this.#secure = options.tls !== undefined
  }

  get closing(): boolean {
    return this.#closing !== undefined
  }

  async listen(address: ListenAddress): Promise<BoundAddress> {
    const { host = '127.0.0.1', port, reusePort = false } = address
    const server = await this.#createServer(host, port)
    const socket = await new Promise<us_listen_socket | false>((resolve) => {
      const exclusive = reusePort ? 0 : binding.LIBUS_LISTEN_EXCLUSIVE_PORT
      // Host, port and options together are missing in the declaration only.
      const app = server.uws_instance as unknown as FullListen
      app.listen(host, port, exclusive, resolve)
    })
    if (!socket) throw await findListenError(host, port)
    this.#server = server
    this.#socket = socket
    return { host, port: binding.us_socket_local_port(socket) }
  }

  close(options?: { readonly deadlineMs?: number }): Promise<number> {
    return (this.#closing ??= this.#drain(options?.deadlineMs ?? 10_000))
  }

  finished(): void {
    this.#running--
    if (this.#running === 0) this.#whenIdle?.()
  }

  async #createServer(host: string, port: number): Promise<CatchAllServer> {
    const { tls } = this.#options
    if (!tls) return new CatchAllServer({}, this.#handle)
    try {
      await Promise.all([access(tls.keyFile, constants.R_OK), access(tls.certFile, constants.R_OK)])
      const { keyFile: key_file_name, certFile: cert_file_name, passphrase } = tls
      return new CatchAllServer(
        { key_file_name, cert_file_name, ...(passphrase && { passphrase }) },
        this.#handle,
      )
    } catch (error) {
      throw toListenError(host, port, error)
    }
  }

  readonly #handle = (rawRequest: HttpRequest, raw: HttpResponse): void => {
    const head = this.#head
    const refusal = head.scan(rawRequest)
    if (refusal !== 0) {
      refuseRequest(raw, refusal)
      return
    }
    const { chunked } = head
    const request = new UwsRequest(raw, head, this.#limits, this.#secure)
    const response = new UwsResponse(raw, request, this)
    this.#running++
    if (chunked) {
      // What is written while uWebSockets.js parses cannot close the connection, and behind a chunked body it
      // may take rubbish for the next request. So nothing is: the handler runs when the parser is done.
      response.watch()
      response.endTurn()
      setImmediate(() => {
        if (response.state === 'open') runHandler(this.#options, request, response)
      })
      return
    }
    runHandler(this.#options, request, response)
    if (response.state === 'sent' || response.state === 'aborted') return
    response.watch()
    if (response.state === 'open' && !request.hasBody) this.#endOfTurn.add(response)
    else response.endTurn()
  }

  async #drain(deadlineMs: number): Promise<number> {
    if (!this.#server) return 0
    binding.us_listen_socket_close(this.#socket!)
    if (this.#running > 0) await this.#idleOr(deadlineMs)
    // The last response is written when uWebSockets.js has the turn again.
    await nextTurn()
    const cutOff = this.#running
    this.#server.uws_instance.close()
    return cutOff
  }

  /** Resolves when no request runs any more, or at the deadline. */
  #idleOr(deadlineMs: number): Promise<void> {
    return new Promise((resolve) => {
      const deadline = setTimeout(resolve, deadlineMs)
      this.#whenIdle = () => {
        clearTimeout(deadline)
        resolve()
      }
    })
  }
}

interface FullListen {
  listen(
    host: string,
    port: number,
    options: number,
    callback: (socket: us_listen_socket | false) => void,
  ): void
}
