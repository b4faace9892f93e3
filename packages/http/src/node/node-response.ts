import type { ServerResponse } from 'node:http'
import type { ResponseOutcome } from '../port/core-response.ts'
import type { ResponseHeaders } from '../port/response-headers.ts'
import { MAX_DISCARDED_BYTES } from '../request/unread-body.ts'
import { BaseResponse } from '../response/base-response.ts'
import type { ResponseHost } from '../response/response-host.ts'
import type { StreamTarget } from '../response/stream-source.ts'
import type { NodeConnection } from './node-connection.ts'
import type { NodeRequest } from './node-request.ts'

/** A response of node:http behind the port. */
export class NodeResponse extends BaseResponse {
  readonly #raw: ServerResponse
  readonly #request: NodeRequest
  readonly #connection: NodeConnection
  readonly #host: ResponseHost

  constructor(raw: ServerResponse, request: NodeRequest, connection: NodeConnection, host: ResponseHost) {
    super(request.method)
    this.#raw = raw
    this.#request = request
    this.#connection = connection
    this.#host = host
    raw.on('close', () => this.close(raw.writableFinished ? 'sent' : 'aborted'))
  }

  override cut(): void {
    this.#raw.destroy()
  }

  protected override writeWhole(
    status: number,
    headers: ResponseHeaders,
    body: string | Uint8Array | undefined,
  ): void {
    if (typeof body !== 'string') {
      this.#writeHead(status, headers, body?.byteLength ?? 0)
      this.#raw.end(body)
      return
    }
    this.#writeHead(status, headers, Buffer.byteLength(body))
    // node sends a head together with a string in the string's encoding, but a head is Latin-1.
    this.#raw.end(headers.isAscii ? body : Buffer.from(body))
  }

  protected override writeBodiless(
    status: number,
    headers: ResponseHeaders,
    lengthBytes: number | string | undefined,
  ): void {
    this.#writeHead(status, headers, lengthBytes)
    this.#raw.end()
  }

  protected override openStream(
    status: number,
    headers: ResponseHeaders,
    lengthBytes: number | undefined,
  ): StreamTarget {
    const raw = this.#raw
    this.#writeHead(status, headers, lengthBytes)
    return {
      write: (chunk) => (raw.write(chunk) ? undefined : this.#until('drain')),
      end: () => {
        raw.end()
        return this.#until('finish')
      },
    }
  }

  protected override release(_outcome: ResponseOutcome): void {
    this.#request.close()
    this.#host.finished()
  }

  /** Resolves at the event, or when the client leaves, which it may have done already. */
  #until(event: 'drain' | 'finish'): Promise<void> {
    return new Promise((resolve) => {
      this.#raw.once(event, resolve)
      this.onClose(() => resolve())
    })
  }

  #writeHead(status: number, headers: ResponseHeaders, length: number | string | undefined): void {
    const lines = headers.toLines()
    if (this.#mustClose()) this.#raw.shouldKeepAlive = false
    this.#raw.writeHead(
      status,
      length === undefined ? (lines as string[]) : [...lines, 'Content-Length', String(length)],
    )
  }

  #mustClose(): boolean {
    if (this.#host.closing || this.#connection.refused) return true
    return this.#request.broken || this.#request.unreadBytes > MAX_DISCARDED_BYTES
  }
}
