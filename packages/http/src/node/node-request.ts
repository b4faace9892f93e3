import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import type { CoreRequest, RequestBody, RequestHeaders } from '../port/core-request.ts'
import type { HttpLimits } from '../port/http-limits.ts'
import { HeaderLines } from '../request/header-lines.ts'
import { noBody } from '../request/no-body.ts'
import type { RequestTarget } from '../request/request-target.ts'
import { StreamedBody } from '../request/streamed-body.ts'
import { NodeBody } from './node-body.ts'
import type { NodeConnection } from './node-connection.ts'

/** A request of node:http behind the port. */
export class NodeRequest implements CoreRequest {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly #message: IncomingMessage
  readonly #connection: NodeConnection
  readonly #limits: HttpLimits
  #headers: RequestHeaders | undefined
  #body: RequestBody | undefined
  #streamed: StreamedBody | undefined
  #source: NodeBody | undefined

  constructor(
    message: IncomingMessage,
    target: RequestTarget,
    connection: NodeConnection,
    limits: HttpLimits,
  ) {
    this.method = message.method!
    this.path = target.path
    this.query = target.query
    this.#message = message
    this.#connection = connection
    this.#limits = limits
  }

  get remoteAddress(): string {
    return this.#connection.remoteAddress
  }

  get remotePort(): number {
    return this.#connection.remotePort
  }

  get localAddress(): string {
    return this.#connection.localAddress
  }

  get headers(): RequestHeaders {
    return (this.#headers ??= new HeaderLines(withLowerCaseNames(this.#message.rawHeaders)))
  }

  get body(): RequestBody {
    return (this.#body ??= this.#createBody())
  }

  get secure(): boolean {
    return (this.#message.socket as Partial<TLSSocket>).encrypted === true
  }

  /** True when reading the body failed: the connection cannot be used for another request. */
  get broken(): boolean {
    return this.#streamed?.broken ?? false
  }

  /** At most how much of the body is still to come; Infinity for a chunked one. */
  get unreadBytes(): number {
    if (this.#message.complete) return 0
    const { 'content-length': length, 'transfer-encoding': coding } = this.#message.headers
    if (coding !== undefined) return Infinity
    return length === undefined ? 0 : Number(length)
  }

  /** Tells whoever reads the body that the parser gave up on it. */
  refuseBody(cause: Error): void {
    void this.body
    this.#source?.refuse(cause)
  }

  /** Ends the reading of the body: the response is out, or the client has left. */
  close(): void {
    this.#source?.close()
    const message = this.#message
    // An unread rest of the body stands between this connection and its next request.
    if (message.complete || message.destroyed) return
    message.removeAllListeners('data').resume()
    // ... and whoever lets it drip would have the connection for ever.
    const { socket } = message
    const deadline = setTimeout(() => socket.destroy(), this.#limits.bodyIdleTimeoutMs)
    message.once('close', () => clearTimeout(deadline))
  }

  #createBody(): RequestBody {
    const { 'content-length': length, 'transfer-encoding': coding } = this.#message.headers
    if (coding === undefined && (length === undefined || length === '0')) return noBody
    this.#source = new NodeBody(this.#message)
    const declaredBytes = length === undefined ? undefined : Number(length)
    return (this.#streamed = new StreamedBody(this.#source, declaredBytes, this.#limits))
  }
}

function withLowerCaseNames(lines: readonly string[]): string[] {
  const result: string[] = []
  for (let i = 0; i < lines.length; i += 2) result.push(lines[i]!.toLowerCase(), lines[i + 1]!)
  return result
}
