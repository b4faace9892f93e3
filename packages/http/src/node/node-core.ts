import { readFile } from 'node:fs/promises'
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, Server as SocketServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SecureContextOptions } from 'node:tls'
import { isCode, toListenError, toPortInUseError } from '../listen/listen-error.ts'
import { HttpCoreError } from '../port/http-core-error.ts'
import type {
  BoundAddress,
  CloseOptions,
  HttpCore,
  HttpCoreFactory,
  HttpCoreOptions,
  ListenAddress,
  TlsOptions,
} from '../port/http-core.ts'
import { defaultLimits, type HttpLimits } from '../port/http-limits.ts'
import { ResponseHeaders } from '../port/response-headers.ts'
import { toRequestTarget } from '../request/request-target.ts'
import { runHandler } from '../response/run-handler.ts'
import { RunningRequests } from '../response/running-requests.ts'
import { findRefusal } from './find-refusal.ts'
import { NodeConnection } from './node-connection.ts'
import { NodeRequest } from './node-request.ts'
import { NodeResponse } from './node-response.ts'
import { refuseRequest } from './refuse-request.ts'

const NO_HEADERS = new ResponseHeaders()
const NO_TARGET = { path: '/', query: '' }

/**
 * The core on node:http, for every platform that runs Node.
 *
 * @example
 * const core = createNodeCore({
 *   handler: (request, response) => response.send(200, new ResponseHeaders(), `You asked for ${request.path}`),
 * })
 * const { port } = await core.listen({ port: 0 })
 */
export const createNodeCore: HttpCoreFactory = (options) => new NodeCore(options)

/**
 * The node core for a server that somebody else runs, such as a development server: what the returned listener is given is
 * answered by the handler. Limits of the head are that server's own.
 *
 * @example
 * const server = createServer(createNodeRequestListener({ handler }))
 */
export function createNodeRequestListener(
  options: HttpCoreOptions,
): (message: IncomingMessage, raw: ServerResponse) => void {
  const core = new NodeCore(options)
  return (message, raw) => core.handle(message, raw)
}

class NodeCore implements HttpCore {
  readonly name = 'node'
  readonly #options: HttpCoreOptions
  readonly #limits: HttpLimits
  readonly #connections = new WeakMap<Duplex, NodeConnection>()
  /** Connections that have had no request yet: node does not count them as idle. */
  readonly #fresh = new Set<Socket>()
  readonly #running = new RunningRequests()
  #listening: Promise<BoundAddress> | undefined
  #server: Server | undefined
  #closing: Promise<number> | undefined

  constructor(options: HttpCoreOptions) {
    this.#options = options
    this.#limits = { ...defaultLimits, ...options.limits }
  }

  listen(address: ListenAddress): Promise<BoundAddress> {
    return (this.#listening = this.#listen(address))
  }

  close({ deadlineMs = 10_000, quietMs = 0 }: CloseOptions = {}): Promise<number> {
    return (this.#closing ??= this.#drain(deadlineMs, quietMs))
  }

  async #listen(address: ListenAddress): Promise<BoundAddress> {
    const { host = '127.0.0.1', port, reusePort = false } = address
    if (reusePort && !canReusePort()) {
      throw new HttpCoreError(
        'E_LISTEN_FAILED',
        `node:http of Node ${process.versions.node} cannot share a port with another process. Use the uws core, node:cluster, or Node 22.12 and later.`,
      )
    }
    try {
      const server = await this.#createServer()
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen({ host, port, ...(reusePort && { reusePort }) }, resolve)
      })
      this.#server = server
      const bound = server.address() as AddressInfo
      return { host: bound.address, port: bound.port }
    } catch (error) {
      if (isCode(error, 'EADDRINUSE')) throw await toPortInUseError(host, port, error)
      throw toListenError(host, port, error)
    }
  }

  async #createServer(): Promise<Server> {
    const { headersTimeoutMs, keepAliveTimeoutMs, maxHeaderBytes } = this.#limits
    const options: ServerOptions = {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: headersTimeoutMs,
      keepAliveTimeout: keepAliveTimeoutMs,
      // Bodies have a deadline of their own, which grows with what they deliver.
      requestTimeout: 0,
      connectionsCheckingInterval: Math.min(5_000, Math.max(50, Math.floor(headersTimeoutMs / 4))),
    }
    const { tls } = this.#options
    const server = tls ? createSecureServer({ ...options, ...(await readTls(tls)) }) : createServer(options)
    // 0: no limit but the size of the head. With one, node drops what is beyond it without a word.
    server.maxHeadersCount = 0
    server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
      this.#fresh.add(socket)
      socket.once('close', () => this.#fresh.delete(socket))
    })
    server.on('request', (message, raw) => this.handle(message, raw))
    server.on('clientError', (error, socket) => this.#refuse(error, socket))
    server.on('connect', (_message, socket) =>
      socket.end('HTTP/1.1 501 Not Implemented\r\nConnection: close\r\n\r\n'),
    )
    return server
  }

  handle(message: IncomingMessage, raw: ServerResponse): void {
    const connection = this.#connectionOf(message.socket)
    if (connection.refused) return
    const target = toRequestTarget(message.url!)
    const status = findRefusal(message, target, this.#limits)
    const request = new NodeRequest(message, target ?? NO_TARGET, connection, this.#limits)
    const response = new NodeResponse(raw, request, connection, this.#running)
    connection.last = { request, message, raw }
    this.#running.begin()
    if (status === 0) {
      runHandler(this.#options, request, response)
    } else {
      connection.refused = true
      response.send(status, NO_HEADERS)
    }
  }

  #connectionOf(socket: Socket): NodeConnection {
    let connection = this.#connections.get(socket)
    if (connection !== undefined) return connection
    connection = new NodeConnection(socket)
    this.#connections.set(socket, connection)
    this.#fresh.delete(socket)
    return connection
  }

  /** The parser, or the socket itself, gave up on a connection. */
  #refuse(error: Error, socket: Duplex): void {
    const exchange = this.#connections.get(socket)?.last
    if (isCode(error, 'HPE_INVALID_EOF_STATE')) {
      // The client left in the middle of what it had to say.
      socket.destroy()
    } else if (!exchange || exchange.raw.closed || socket.destroyed) {
      refuseRequest(socket, error)
    } else {
      // The request that runs is answered by its handler, which learns of a broken body by reading it. What
      // follows on this connection cannot be read any more.
      if (!exchange.message.complete) exchange.request.refuseBody(error)
      exchange.raw.shouldKeepAlive = false
      exchange.raw.once('close', () => socket.destroy())
    }
  }

  #closeFresh(): void {
    for (const socket of this.#fresh) if (socket.bytesRead === 0) socket.destroy()
  }

  async #drain(deadlineMs: number, quietMs: number): Promise<number> {
    // What opens behind the close would stay open.
    if (this.#server === undefined) await this.#listening?.catch(() => undefined)
    const server = this.#server
    if (!server) return 0
    const closed = new Promise<void>((resolve) => {
      // That of node:http would close the idle connections with it.
      SocketServer.prototype.close.call(server, () => resolve())
    })
    const drained = this.#running.drain(quietMs, deadlineMs)
    const deadline = setTimeout(() => server.closeAllConnections(), deadlineMs)
    await drained
    const cutOff = this.#running.count
    // Only after a turn is a connection idle in node's own book. What has arrived already is read in it, and answered.
    await nextTurn()
    server.close()
    await nextTurn()
    this.#closeFresh()
    await closed
    clearTimeout(deadline)
    return cutOff
  }
}

async function readTls(tls: TlsOptions): Promise<SecureOptions> {
  const [key, cert] = await Promise.all([readFile(tls.keyFile), readFile(tls.certFile)])
  return { key, cert, ...(tls.passphrase !== undefined && { passphrase: tls.passphrase }) }
}

type SecureOptions = Pick<SecureContextOptions, 'key' | 'cert' | 'passphrase'>

/** node:net learned it in 23.1 and 22.12. */
function canReusePort(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > 23 || (major === 23 && minor >= 1) || (major === 22 && minor >= 12)
}
