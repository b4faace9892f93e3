import type { Readable } from 'node:stream'
import {
  assertSendable,
  type CoreResponse,
  discardSource,
  HttpCoreError,
  isBodiless,
  type ResponseHeaders,
  type ResponseOutcome,
  streamSource,
} from '@vanillin/http'
import type { HttpResponse } from 'uws-pack'
import type { UwsRequest } from '../request/uws-request.ts'
import { BodyWriter } from './body-writer.ts'
import { writeHead } from './write-head.ts'

/** From this size on a body is written as the socket takes it; a smaller one is handed over in one call. */
const LARGE_BYTES = 64 * 1024

/** What a response needs to know of its server. */
export interface ResponseHost {
  /** True once the server accepts no further connection. */
  readonly closing: boolean
  /** Told of each response once, when it is out or its client has left. */
  finished(): void
}

/** A response of uWebSockets.js behind the port. The raw one is dead after its last byte and after an abort. */
export class UwsResponse implements CoreResponse {
  readonly #raw: HttpResponse
  readonly #request: UwsRequest
  readonly #host: ResponseHost
  #state: CoreResponse['state'] = 'open'
  /** True in the turn in which uWebSockets.js collects what is written by itself. */
  #corked = false
  #writer: BodyWriter | undefined
  #listeners: ((outcome: ResponseOutcome) => void)[] | undefined

  constructor(raw: HttpResponse, request: UwsRequest, host: ResponseHost) {
    this.#raw = raw
    this.#request = request
    this.#host = host
  }

  get state(): CoreResponse['state'] {
    return this.#state
  }

  /** Runs the handler in the turn in which the head arrived: what it writes at once needs no cork. */
  runCorked(handler: () => void): void {
    this.#corked = true
    try {
      handler()
    } finally {
      this.#corked = false
    }
  }

  /** uWebSockets.js demands it of every response that outlives its turn, or closes its connection in it. */
  watch(): void {
    this.#raw.onAborted(() => this.#close('aborted'))
  }

  send(status: number, headers: ResponseHeaders, body?: string | Uint8Array): void {
    assertSendable(status, body)
    if (!this.#start()) return
    if (this.#corked) this.#write(status, headers, body)
    else this.#raw.cork(() => this.#write(status, headers, body))
  }

  async stream(
    status: number,
    headers: ResponseHeaders,
    source: Readable,
    lengthBytes?: number,
  ): Promise<void> {
    assertSendable(status)
    if (!this.#start()) {
      discardSource(source)
      return
    }
    if (isBodiless(this.#request.method, status)) {
      discardSource(source)
      this.#cork(() => this.#writeBodiless(status, headers, lengthBytes))
      return
    }
    this.onClose((outcome) => {
      if (outcome === 'aborted') discardSource(source)
    })
    await this.#streamBody(status, headers, source, lengthBytes)
  }

  onClose(callback: (outcome: ResponseOutcome) => void): void {
    if (this.#state === 'sent' || this.#state === 'aborted') callback(this.#state)
    else (this.#listeners ??= []).push(callback)
  }

  /** Closes the connection without a word. */
  cut(): void {
    if (this.#state === 'sent' || this.#state === 'aborted') return
    if (this.#corked) this.watch()
    this.#raw.close()
  }

  async #streamBody(
    status: number,
    headers: ResponseHeaders,
    source: Readable,
    lengthBytes: number | undefined,
  ): Promise<void> {
    const isAborted = (): boolean => this.#state === 'aborted'
    const writer = new BodyWriter(this.#raw, (write) => this.#cork(write))
    let begun = false
    let close = false
    let leftBytes = lengthBytes ?? Infinity
    this.#writer = writer
    try {
      await streamSource(source, lengthBytes, {
        get aborted() {
          return isAborted()
        },
        begin: () => {
          begun = true
          close = this.#mustClose()
          const head = (announceClose: boolean): void => writeHead(this.#raw, status, headers, announceClose)
          writer.begin(head, lengthBytes, close)
        },
        write: (chunk) => {
          leftBytes -= chunk.byteLength
          if (leftBytes === 0) this.#release()
          return writer.write(chunk)
        },
        end: () => {
          this.#release()
          if (close) writer.endAndClose()
          else writer.end()
          this.#close('sent')
          return undefined
        },
        cut: () => this.cut(),
      })
    } catch (error) {
      if (!begun && this.#state === 'started') this.#state = 'open'
      throw error
    }
  }

  /** @returns false when there is nobody to write to */
  #start(): boolean {
    if (this.#state === 'aborted') return false
    if (this.#state !== 'open') {
      throw new HttpCoreError('E_RESPONSE_STARTED', 'This request has been answered before.')
    }
    this.#state = 'started'
    return true
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

  /** The last moment at which the raw response answers questions. */
  #release(): void {
    // Whoever looks at the request after its response still wants to know from where it came.
    if (this.#listeners) void this.#request.remoteAddress
    this.#request.release()
  }

  #write(status: number, headers: ResponseHeaders, body: string | Uint8Array | undefined): void {
    if (isBodiless(this.#request.method, status)) {
      const length = body === undefined ? headers.get('content-length') : Buffer.byteLength(body)
      this.#writeBodiless(status, headers, length)
      return
    }
    const close = this.#mustClose()
    this.#release()
    writeHead(this.#raw, status, headers, false)
    if (body !== undefined && body.length >= LARGE_BYTES && !close) {
      this.#writeLarge(typeof body === 'string' ? Buffer.from(body) : body)
      return
    }
    this.#raw.end(body, close)
    this.#close('sent')
  }

  #writeBodiless(status: number, headers: ResponseHeaders, length: number | string | undefined): void {
    const close = this.#mustClose()
    this.#release()
    writeHead(this.#raw, status, headers, close && !this.#request.desynchronised)
    if (close && this.#request.desynchronised) {
      // The one way to close behind a response without a body costs it its Content-Length.
      this.#raw.endWithoutBody(0, true)
    } else {
      // Told of a length, endWithoutBody waits for the body; told of `undefined`, it writes 2^63.
      if (length !== undefined && status !== 204) this.#raw.writeHeader('Content-Length', String(length))
      this.#raw.endWithoutBody()
    }
    this.#close('sent')
  }

  #writeLarge(body: Uint8Array): void {
    const tryEnd = (offset: number): boolean => {
      const [ok, done] = this.#raw.tryEnd(body.subarray(offset), body.byteLength)
      if (done) this.#close('sent')
      return ok || done
    }
    if (!tryEnd(0)) this.#raw.onWritable(tryEnd)
  }

  #close(outcome: ResponseOutcome): void {
    if (outcome === 'aborted') this.#writer?.abort()
    if (this.#state === 'sent' || this.#state === 'aborted') return
    this.#state = outcome
    this.#request.forget(outcome === 'aborted')
    this.#host.finished()
    if (this.#listeners) for (const listener of this.#listeners) listener(outcome)
  }
}
