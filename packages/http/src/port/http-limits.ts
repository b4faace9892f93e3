/** What a core refuses to read. Sizes in bytes, times in milliseconds. */
export interface HttpLimits {
  /** A longer request target is answered 414. */
  readonly maxUrlBytes: number
  /** A larger request head is answered 431. */
  readonly maxHeaderBytes: number
  /** A larger body is answered 413 unless its reader asks for more; enforced while streaming. */
  readonly maxBodyBytes: number
  /** The head of a request must be complete within this time: 408, or a closed connection on uws. */
  readonly headersTimeoutMs: number
  /**
   * A body that delivers nothing for this long is given up: 408. When its request has been answered without it, the whole rest
   * has this long, on uws 8 to 12 s for each 16 KB; then the connection is closed.
   */
  readonly bodyIdleTimeoutMs: number
  /** From this time on a body must have come at `minBodyBytesPerSecond` on average: else 408. */
  readonly bodyGraceMs: number
  /** Slower than this is not a bad line but somebody who holds the connection. Time in which the reader holds the sender back is not counted. */
  readonly minBodyBytesPerSecond: number
  /** An idle connection is closed after this time. */
  readonly keepAliveTimeoutMs: number
}

/** The body limit is PHP's `post_max_size`, 8 MiB; its pace that of Apache's mod_reqtimeout, `body=20,MinRate=500`. */
export const defaultLimits: HttpLimits = {
  maxUrlBytes: 8_192,
  maxHeaderBytes: 16_384,
  maxBodyBytes: 8 * 1024 * 1024,
  headersTimeoutMs: 10_000,
  bodyIdleTimeoutMs: 15_000,
  bodyGraceMs: 20_000,
  minBodyBytesPerSecond: 500,
  keepAliveTimeoutMs: 10_000,
}
