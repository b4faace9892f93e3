import type { CoreRequest } from './core-request.ts'
import type { CoreResponse } from './core-response.ts'
import type { HttpLimits } from './http-limits.ts'

export type CoreName = 'node' | 'uws'

/**
 * Called once for each well-formed request, in the turn of the event loop in which its head arrived.
 * It answers through `response`, now or later. It must not throw: an error that escapes is answered
 * with a bare 500 and handed to `onError`.
 */
export type HttpHandler = (request: CoreRequest, response: CoreResponse) => void

export interface TlsOptions {
  /** Path of the PEM file that holds the private key. */
  readonly keyFile: string
  /** Path of the PEM file that holds the certificate and its chain. */
  readonly certFile: string
  readonly passphrase?: string
}

export interface HttpCoreOptions {
  readonly handler: HttpHandler
  readonly limits?: Partial<HttpLimits>
  readonly tls?: TlsOptions
  /** Told of what no response can carry any more. Default: printed to standard error. */
  readonly onError?: (error: unknown) => void
}

export interface ListenAddress {
  /** Default: `127.0.0.1`. */
  readonly host?: string
  /** 0 lets the system choose; `listen` answers with the port chosen. */
  readonly port: number
  /** Shares the port with other processes that ask for the same. Default: false. */
  readonly reusePort?: boolean
}

export interface BoundAddress {
  readonly host: string
  readonly port: number
}

export interface CloseOptions {
  /** Default: 10,000. */
  readonly deadlineMs?: number
  /**
   * Connections that are kept alive stay open until nothing has come for so long, and what comes on them is answered: else the
   * next request of a busy client meets a closed connection. Default: 0, idle connections are closed at once.
   */
  readonly quietMs?: number
}

/** A server of HTTP/1.1: reads requests off sockets, hands each to one handler, writes its response. */
export interface HttpCore {
  readonly name: CoreName
  /**
   * @throws HttpCoreError `E_PORT_IN_USE` when somebody else listens there, `E_LISTEN_FAILED` otherwise
   */
  listen(address: ListenAddress): Promise<BoundAddress>
  /**
   * Accepts no further connection, lets running requests finish (their responses say `Connection: close`),
   * and after the deadline cuts off what is left. A `listen` that is under way comes first.
   * @returns how many requests the deadline cut off
   */
  close(options?: CloseOptions): Promise<number>
}

export type HttpCoreFactory = (options: HttpCoreOptions) => HttpCore
