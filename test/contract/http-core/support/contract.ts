import { afterEach } from 'vitest'
import {
  BodyError,
  type BoundAddress,
  type CoreRequest,
  type CoreResponse,
  type HttpCore,
  type HttpCoreFactory,
  type HttpCoreOptions,
  type ListenAddress,
  ResponseHeaders,
} from '@vanillin/http'
import { RawConnection } from './raw-connection.ts'

/** What one core can do and another refuses. Each `false` is a refusal that the suite asserts. */
export interface Capabilities {
  /** Answers HTTP/1.0. Refusal: 505. */
  readonly http10: boolean
  /** Accepts `GET http://host/path`. Refusal: 505. */
  readonly absoluteForm: boolean
  /** Reads a pipelined request while the one before it runs. Refusal: the connection is closed. */
  readonly asyncPipelining: boolean
  /** Ignores chunk extensions and trailers, as it should. Refusal: 4xx, 5xx or a closed connection. */
  readonly chunkExtensions: boolean
  /** Keeps a connection after a chunked request. Refusal: `Connection: close`. */
  readonly keepAliveAfterChunked: boolean
  /** Says why it does not take a head that is malformed or slow. Refusal: silence, and closed after 10 s or so. */
  readonly explainsBadHeads: boolean
  /** Reads a request line that arrives in pieces. Refusal: 505. */
  readonly fragmentedRequestLine: boolean
  /** Reads header values beyond ASCII as Latin-1. Refusal: such bytes are lost or replaced. */
  readonly latin1Headers: boolean
  /** Learns the port of its peer. Refusal: 0. */
  readonly remotePort: boolean
  /** Streams a large body in and another out at the same time over TLS. Refusal: it may close the connection. */
  readonly duplexTls: boolean
  /** Shares a port with other processes. Refusal: `E_LISTEN_FAILED`. */
  readonly reusePort: boolean
}

export interface Server {
  readonly core: HttpCore
  readonly address: BoundAddress
  readonly port: number
  readonly connect: (options?: { tls?: boolean; allowHalfOpen?: boolean }) => Promise<RawConnection>
}

export interface StartOptions extends Partial<HttpCoreOptions> {
  readonly listen?: Partial<ListenAddress>
}

/** What each group of cases gets: the core under test, and servers that end with their test. */
export interface Contract {
  readonly createCore: HttpCoreFactory
  readonly capabilities: Capabilities
  readonly start: (handler: HttpCoreOptions['handler'], options?: StartOptions) => Promise<Server>
}

export function createContract(createCore: HttpCoreFactory, capabilities: Capabilities): Contract {
  const cleanUps: (() => unknown)[] = []
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
  })
  return {
    createCore,
    capabilities,
    async start(handler, options = {}) {
      const core = createCore({ handler, ...options })
      const address = await core.listen({ port: 0, ...options.listen })
      cleanUps.push(() => core.close({ deadlineMs: 0 }))
      const connect: Server['connect'] = async (connectOptions) => {
        const connection = await RawConnection.open(address.port, connectOptions)
        cleanUps.push(() => connection.destroy())
        return connection
      }
      return { core, address, port: address.port, connect }
    },
  }
}

export function headers(fields: Record<string, string> = {}): ResponseHeaders {
  const result = new ResponseHeaders()
  for (const [name, value] of Object.entries(fields)) result.set(name, value)
  return result
}

/** Answers with what the request looked like. */
export function echo(request: CoreRequest, response: CoreResponse): void {
  const { method, path, query, remoteAddress, remotePort, localAddress, secure } = request
  const fields = Object.fromEntries(request.headers.entries())
  response.send(
    200,
    headers(),
    JSON.stringify({
      method,
      path,
      query,
      remoteAddress,
      remotePort,
      localAddress,
      secure,
      headers: fields,
    }),
  )
}

/** Reads the body and answers with its size, or with the status of the error. */
export function readBody(request: CoreRequest, response: CoreResponse): void {
  request.body.bytes().then(
    (bytes) =>
      response.send(200, headers(), `${bytes.byteLength} ${Buffer.from(bytes).toString('latin1', 0, 100)}`),
    (error: unknown) => sendError(response, error),
  )
}

export function sendError(response: CoreResponse, error: unknown): void {
  if (error instanceof BodyError) response.send(error.status, headers(), error.code)
  else response.send(500, headers(), String(error))
}

/** Polls until the condition holds; the test's own timeout is the limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** @returns the code with which the system refuses a connection to the port, or `connected` */
export function tryToConnect(port: number): Promise<string> {
  return RawConnection.open(port).then(
    (connection) => {
      connection.destroy()
      return 'connected'
    },
    (error: NodeJS.ErrnoException) => error.code ?? 'unknown',
  )
}
