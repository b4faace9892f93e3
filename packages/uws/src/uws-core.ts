import { access, constants } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  type BoundAddress,
  type CloseOptions,
  defaultLimits,
  type HttpCore,
  type HttpCoreFactory,
  type HttpCoreOptions,
  type HttpLimits,
  type ListenAddress,
  runHandler,
  RunningRequests,
  toListenError,
} from '@vanillin/http'
import type { HttpRequest, HttpResponse, us_listen_socket } from 'uws-pack'
import { CatchAllServer } from './catch-all-server.ts'
import { EndOfTurn } from './end-of-turn.ts'
import { findListenError } from './find-listen-error.ts'
import { binding } from './hyper-express.ts'
import { HeadScanner } from './request/head-scanner.ts'
import { toPeerAddress } from './request/peer-address.ts'
import { UwsRequest, type UwsServer } from './request/uws-request.ts'
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

class UwsCore implements HttpCore {
  readonly name = 'uws'
  readonly #options: HttpCoreOptions
  readonly #limits: HttpLimits
  readonly #head: HeadScanner
  #address: UwsServer
  readonly #endOfTurn = new EndOfTurn()
  #listening: Promise<BoundAddress> | undefined
  #server: CatchAllServer | undefined
  #socket: us_listen_socket | undefined
  readonly #running = new RunningRequests()
  #closing: Promise<number> | undefined

  constructor(options: HttpCoreOptions) {
    this.#options = options
    this.#limits = { ...defaultLimits, ...options.limits }
    this.#head = new HeadScanner(this.#limits)
    this.#address = { secure: options.tls !== undefined, host: '' }
  }

  listen(address: ListenAddress): Promise<BoundAddress> {
    return (this.#listening = this.#listen(address))
  }

  close({ deadlineMs = 10_000, quietMs = 0 }: CloseOptions = {}): Promise<number> {
    return (this.#closing ??= this.#drain(deadlineMs, quietMs))
  }

  async #listen(address: ListenAddress): Promise<BoundAddress> {
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
    this.#address = { ...this.#address, host: toPeerAddress(host) }
    this.#socket = socket
    return { host, port: binding.us_socket_local_port(socket) }
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
    const request = new UwsRequest(raw, head, this.#limits, this.#address)
    const response = new UwsResponse(raw, request, this.#running)
    this.#running.begin()
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

  async #drain(deadlineMs: number, quietMs: number): Promise<number> {
    // What opens behind the close would stay open.
    if (this.#server === undefined) await this.#listening?.catch(() => undefined)
    if (!this.#server) return 0
    binding.us_listen_socket_close(this.#socket!)
    await this.#running.drain(quietMs, deadlineMs)
    // The last response is written when uWebSockets.js has the turn again.
    await nextTurn()
    const cutOff = this.#running.count
    this.#server.uws_instance.close()
    return cutOff
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
