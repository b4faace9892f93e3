import type { Readable } from 'node:stream'

/** Request headers, read off the wire once, on first use. */
export interface RequestHeaders {
  /**
   * The value of the header named `name` (lower case). Repeated lines are joined by `, `, those of
   * `cookie` by `; ` (RFC 9110, 5.3; RFC 6265, 5.4).
   */
  get(name: string): string | undefined
  has(name: string): boolean
  /** Lower-case names, each once. */
  entries(): IterableIterator<[name: string, value: string]>
}

export interface BodyReadOptions {
  /** Replaces `HttpLimits.maxBodyBytes` for this body. */
  readonly maxBytes?: number
}

/**
 * A request's body; it is read at most once.
 * @throws BodyError `E_BODY_TOO_LARGE` (413), `E_BODY_TIMEOUT` (408), `E_BODY_ABORTED` (the client left),
 * `E_BODY_USED` (a second read), `E_BODY_MALFORMED` (400: broken chunks)
 */
export interface RequestBody {
  /** False when the head announces none. */
  readonly exists: boolean
  /** What Content-Length says; undefined for a chunked body and for none. */
  readonly declaredBytes: number | undefined
  bytes(options?: BodyReadOptions): Promise<Uint8Array>
  /** With back-pressure down to the socket. Errors of the kinds above are emitted as `error`. */
  stream(options?: BodyReadOptions): Readable
}

/** One request as a core read it: nothing decoded, nothing believed. */
export interface CoreRequest {
  /** Upper case, as sent. */
  readonly method: string
  /** The path of the target, percent-encoding kept; always begins with `/`. */
  readonly path: string
  /** What follows the first `?` of the target, without it; `''` when there is none. */
  readonly query: string
  readonly headers: RequestHeaders
  readonly body: RequestBody
  /** The peer's address in text form; IPv4-mapped IPv6 addresses as IPv4. Ask for it before the response is out. */
  readonly remoteAddress: string
  /** The peer's port; 0 where the core does not learn it. Ask for it before the response is out. */
  readonly remotePort: number
  /** The address at which the peer reached this server, in the same form; on uws the one that it listens on. */
  readonly localAddress: string
  /** True when the connection is TLS. */
  readonly secure: boolean
}
