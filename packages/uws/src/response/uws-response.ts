import {
  BaseResponse,
  type ResponseHeaders,
  type ResponseHost,
  type ResponseOutcome,
  type StreamTarget,
} from '@vanillin/http'
import type { HttpResponse } from 'uws-pack'
import type { UwsRequest } from '../request/uws-request.ts'
import { BodyWriter } from './body-writer.ts'
import { encodeText } from './encode-text.ts'
import { writeHead } from './write-head.ts'

/** From this size on a body is written as the socket takes it; a smaller one is handed over in one call. */
const LARGE_BYTES = 64 * 1024

/** A response of uWebSockets.js behind the port. The raw one is dead after its last byte and after an abort. */
export class UwsResponse extends BaseResponse {
  readonly #raw: HttpResponse
  readonly #request: UwsRequest
  readonly #host: ResponseHost
  /** True in the turn in which uWebSockets.js collects what is written by itself. */
  #corked = true
  #writer: BodyWriter | undefined

  /** Create it in the turn in which the head arrived. */
  constructor(raw: HttpResponse, request: UwsRequest, host: ResponseHost) {
    super(request.method)
    this.#raw = raw
    this.#request = request
    this.#host = host
  }

  /** The turn in which the head arrived ends: what is written needs a cork from now on, what is still needed must be kept. */
  endTurn(): void {
    this.#corked = false
    if (this.state === 'open' || this.state === 'started') this.#request.keep()
  }

  /** uWebSockets.js demands it of every response that outlives its turn, or closes its connection in it. */
  watch(): void {
    this.#raw.onAborted(() => {
      this.#writer?.abort()
      this.close('aborted')
    })
  }

  override cut(): void {
    if (this.state === 'sent' || this.state === 'aborted') return
    if (this.#corked) this.watch()
    this.#raw.close()
  }

  protected override writeWhole(
    status: number,
    headers: ResponseHeaders,
    body: string | Uint8Array | undefined,
  ): void {
    if (this.#corked) this.#write(status, headers, body)
    else this.#raw.cork(() => this.#write(status, headers, body))
  }

  protected override writeBodiless(
    status: number,
    headers: ResponseHeaders,
    lengthBytes: number | string | undefined,
  ): void {
    this.#cork(() => {
      const close = this.#mustClose()
      this.#request.release()
      writeHead(
        this.#raw,
        status,
        headers,
        this.#request.asksToClose || (close && !this.#request.desynchronised),
      )
      if (close && this.#request.desynchronised) {
        // The one way to close behind a response without a body costs it its Content-Length.
        this.#raw.endWithoutBody(0, true)
      } else {
        // Told of a length, endWithoutBody waits for the body; told of `undefined`, it writes 2^63.
        if (lengthBytes !== undefined) this.#raw.writeHeader('Content-Length', String(lengthBytes))
        this.#raw.endWithoutBody()
      }
      this.close('sent')
    })
  }

  protected override openStream(
    status: number,
    headers: ResponseHeaders,
    lengthBytes: number | undefined,
  ): StreamTarget {
    const writer = new BodyWriter(this.#raw, (write) => this.#cork(write))
    const close = this.#mustClose()
    let leftBytes = lengthBytes ?? Infinity
    this.#writer = writer
    this.#request.beginResponse()
    const { asksToClose } = this.#request
    writer.begin(
      (announceClose) => writeHead(this.#raw, status, headers, asksToClose || announceClose),
      lengthBytes,
      close,
    )
    return {
      write: (chunk) => {
        leftBytes -= chunk.byteLength
        if (leftBytes === 0) this.#request.release()
        return writer.write(chunk)
      },
      end: () => {
        this.#request.release()
        if (close) writer.endAndClose()
        else writer.end()
        this.close('sent')
        return undefined
      },
    }
  }

  protected override release(outcome: ResponseOutcome): void {
    this.#request.forget(outcome === 'aborted')
    this.#host.finished()
  }

  #cork(write: () => void): void {
    if (this.#corked) write()
    else this.#raw.cork(write)
  }

  #mustClose(): boolean {
    const close = this.#request.mustClose() || this.#host.closing
    if (close && this.#corked) this.watch()
    return close
  }

  #write(status: number, headers: ResponseHeaders, body: string | Uint8Array | undefined): void {
    const close = this.#mustClose()
    this.#request.release()
    writeHead(this.#raw, status, headers, this.#request.asksToClose)
    if (body !== undefined && body.length >= LARGE_BYTES) {
      const bytes = typeof body === 'string' ? Buffer.from(body) : body
      if (!close) return this.#writeLarge(bytes)
      this.#raw.end(bytes, close)
    } else {
      this.#raw.end(typeof body === 'string' ? encodeText(body) : body, close)
    }
    this.close('sent')
  }

  #writeLarge(body: Uint8Array): void {
    const tryEnd = (offset: number): boolean => {
      const [ok, done] = this.#raw.tryEnd(body.subarray(offset), body.byteLength)
      if (done) this.close('sent')
      return ok || done
    }
    if (!tryEnd(0)) this.#raw.onWritable(tryEnd)
  }
}
