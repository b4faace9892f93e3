/** How many requests PHP gets at once, and how long which of them waits. Times in milliseconds. */
export interface ConnectionLimits {
  /**
   * Requests at once, and connections. For php-fpm: below its pm.max_children, divided by the processes of this app, so that nobody else
   * waits for a worker. Default: 4, one below Debian's pm.max_children.
   */
  readonly maxConnections: number
  /** Requests that wait for one; more are answered 503. Default: 256. */
  readonly maxQueued: number
  /** How long they wait: 503. Default: 10,000. */
  readonly queueTimeoutMs: number
  /** How long a connection may take to come about: 502. Default: 5,000. */
  readonly connectTimeoutMs: number
  /** How long a connection is kept for the next request. One of php-fpm has a worker for itself meanwhile. Default: 1,000. */
  readonly keepAliveMs: number
}

export const defaultConnectionLimits: ConnectionLimits = {
  maxConnections: 4,
  maxQueued: 256,
  queueTimeoutMs: 10_000,
  connectTimeoutMs: 5_000,
  keepAliveMs: 1_000,
}

/** What holds for the answers of any PHP. */
export interface AnswerLimits {
  /** PHP sends and takes nothing for so long: 504. Default: 60,000, as nginx's `fastcgi_read_timeout`. */
  readonly timeoutMs: number
  /** Larger headers of a script are refused: 502. Default: 65,536. */
  readonly maxHeaderBytes: number
}

export const defaultAnswerLimits: AnswerLimits = { timeoutMs: 60_000, maxHeaderBytes: 65_536 }
