import {
  BodyError,
  type BodySource,
  type CoreRequest,
  HeaderLines,
  type HttpLimits,
  MAX_DISCARDED_BYTES,
  noBody,
  type RequestBody,
  type RequestHeaders,
  StreamedBody,
} from '@vanillin/http'
import type { HttpResponse } from 'uws-pack'
import type { HeadScanner } from './head-scanner.ts'
import { toPeerAddress } from './peer-address.ts'
import { UwsBody } from './uws-body.ts'

/** How a client may ask for the end of the connection besides the plain `close`: options have any case, and stand in lists (RFC 9110, 7.6.1). */
const CLOSE_AMONG_OTHERS = /(?:^|,)[ \t]*close[ \t]*(?:,|$)/i

/** What all requests of a server have in common. */
export interface UwsServer {
  readonly secure: boolean
  /** What it listens on; uWebSockets.js does not tell where a peer has come to. */
  readonly host: string
}

interface TellsPort {
  getRemotePort(): number
}

/** A request of uWebSockets.js behind the port. */
export class UwsRequest implements CoreRequest {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly secure: boolean
  readonly localAddress: string
  readonly #raw: HttpResponse
  readonly #limits: HttpLimits
  readonly #lines: readonly string[]
  readonly #chunked: boolean
  readonly #contentLength: number
  readonly #connection: string
  #headers: RequestHeaders | undefined
  #body: RequestBody | undefined
  #streamed: StreamedBody | undefined
  #source: UwsBody | undefined
  #remoteAddress: string | undefined
  #gone = false
  #desynchronised = false

  constructor(raw: HttpResponse, head: HeadScanner, limits: HttpLimits, { secure, host }: UwsServer) {
    this.method = head.method
    this.path = head.path
    this.query = head.query
    this.secure = secure
    this.localAddress = host
    this.#raw = raw
    this.#limits = limits
    this.#lines = head.lines
    this.#chunked = head.chunked
    this.#contentLength = head.contentLength
    this.#connection = head.connection
  }

  get headers(): RequestHeaders {
    return (this.#headers ??= new HeaderLines(this.#lines))
  }

  get body(): RequestBody {
    return (this.#body ??= this.#createBody())
  }

  /** Does its head announce a body? */
  get hasBody(): boolean {
    return this.#chunked || this.#contentLength !== 0
  }

  /** Asked for first after a response that was sent at once, it is `''`: only while the request lives does uWebSockets.js tell. */
  get remoteAddress(): string {
    if (this.#remoteAddress !== undefined) return this.#remoteAddress
    if (this.#gone) return ''
    const text = Buffer.from(this.#raw.getRemoteAddressAsText()).toString('latin1')
    return (this.#remoteAddress = toPeerAddress(text))
  }

  /** 0 with the binaries of uws-pack, which do not tell; those of newer versions of uWebSockets.js do. */
  get remotePort(): number {
    return this.#gone ? 0 : ((this.#raw as Partial<TellsPort>).getRemotePort?.() ?? 0)
  }

  /** The handler has returned and will answer later: keeps what uWebSockets.js is about to forget. */
  keep(): void {
    void this.remoteAddress
    void this.body
    // Without a reader the sender has to wait.
    if (this.#source?.started === false) this.#source.pause()
  }

  /**
   * The client has asked for the end of the connection in the way that uWebSockets.js understands, a value of five letters: it ends the
   * connection by itself, and leaves it to others to say so (RFC 9112, 9.6).
   */
  get asksToClose(): boolean {
    return this.#connection.length === 5
  }

  /** Asked when the head of the response is written: must the connection end with it? */
  mustClose(): boolean {
    const broken = this.#streamed?.broken ?? false
    // What follows a chunked body (extensions, trailers) is not parsed well enough to trust the next request.
    const missingBytes = this.#contentLength - (this.#source?.receivedBytes ?? 0)
    this.#desynchronised = this.#chunked || broken || missingBytes > MAX_DISCARDED_BYTES
    return (
      this.#desynchronised ||
      (this.#connection !== '' && !this.asksToClose && CLOSE_AMONG_OTHERS.test(this.#connection))
    )
  }

  /** The response is about to be streamed: from now on a client that has left is seen by writing to it. */
  beginResponse(): void {
    this.#source?.beginResponse()
  }

  /** The last of the response is about to be written: what is still to come of the body is not wanted. */
  release(): void {
    this.#source?.release()
  }

  /** True when another request on this connection could not be trusted; known after `mustClose`. */
  get desynchronised(): boolean {
    return this.#desynchronised
  }

  /** The response is out or the client has left: nothing may be asked of uWebSockets.js any more. */
  forget(aborted: boolean): void {
    this.#gone = true
    if (aborted) this.#source?.abort()
  }

  #createBody(): RequestBody {
    if (!this.hasBody) return noBody
    if (!this.#gone) this.#source = new UwsBody(this.#raw, this.#chunked)
    const declaredBytes = this.#chunked ? undefined : this.#contentLength
    return (this.#streamed = new StreamedBody(this.#source ?? missed, declaredBytes, this.#limits))
  }
}

/** The body of a request that was answered before anybody asked for it. */
const missed: BodySource = {
  start: (sink) =>
    sink.fail(new BodyError('E_BODY_ABORTED', 'The request was answered before its body was read.')),
  pause: () => {},
  resume: () => {},
}
