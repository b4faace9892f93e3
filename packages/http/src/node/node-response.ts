import { assertSendable } from '../response/assert-sendable.ts'
import { discardSource } from '../response/discard-source.ts'
import type { ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { CoreResponse, ResponseOutcome } from '../port/core-response.ts'
import { HttpCoreError } from '../port/http-core-error.ts'
import type { ResponseHeaders } from '../port/response-headers.ts'
import { isBodiless } from '../response/bodiless.ts'
import { isFramingHeader } from '../response/framing-header.ts'
import { streamSource } from '../response/stream-source.ts'

/** An unread rest of a request body up to this size is read and thrown away; a longer one costs the connection. */
const MAX_DISCARDED_BYTES = 256 * 1024

// oxlint-disable-next-line no-control-regex -- ASCII, from the first character to the last
const ASCII = /^[\0-\x7f]*$/

/** A response of node:http behind the port. */
export class NodeResponse implements CoreResponse {
  readonly #raw: ServerResponse
  readonly #mustClose: () => boolean
  readonly #listeners: ((outcome: ResponseOutcome) => void)[] = []
  #state: CoreResponse['state'] = 'open'

  /** @param mustClose asked when the head is written: must the connection end with this response? */
  constructor(raw: ServerResponse, mustClose: () => boolean) {
    this.#raw = raw
    this.#mustClose = mustClose
    raw.once('close', () => this.#close(raw.writableFinished ? 'sent' : 'aborted'))
  }

  get state(): CoreResponse['state'] {
    return this.#state
  }

  send(status: number, headers: ResponseHeaders, body?: string | Uint8Array): void {
    assertSendable(status, body)
    if (!this.#start()) return
    if (status === 204) {
      this.#writeHead(status, headers, undefined)
      this.#raw.end()
    } else if (isBodiless(this.#raw.req.method!, status)) {
      this.#writeHead(status, headers, body === undefined ? headers.get('content-length') : byteLength(body))
      this.#raw.end()
    } else {
      const isAscii = this.#writeHead(status, headers, body === undefined ? 0 : byteLength(body))
      // node sends a head together with a string in the string's encoding, but a head is Latin-1.
      this.#raw.end(isAscii || typeof body !== 'string' ? body : Buffer.from(body))
    }
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
    if (isBodiless(this.#raw.req.method!, status)) {
      discardSource(source)
      this.#writeHead(status, headers, status === 204 ? undefined : lengthBytes)
      this.#raw.end()
      return
    }
    this.onClose((outcome) => {
      if (outcome === 'aborted') discardSource(source)
    })
    await this.#streamBody(status, headers, source, lengthBytes)
  }

  onClose(callback: (outcome: ResponseOutcome) => void): void {
    if (this.#state === 'sent' || this.#state === 'aborted') callback(this.#state)
    else this.#listeners.push(callback)
  }

  /** Closes the connection without a word. */
  cut(): void {
    this.#raw.destroy()
  }

  async #streamBody(
    status: number,
    headers: ResponseHeaders,
    source: Readable,
    lengthBytes: number | undefined,
  ): Promise<void> {
    const raw = this.#raw
    let begun = false
    const isAborted = (): boolean => this.#state === 'aborted'
    try {
      await streamSource(source, lengthBytes, {
        get aborted() {
          return isAborted()
        },
        begin: () => {
          begun = true
          this.#writeHead(status, headers, lengthBytes)
        },
        write: (chunk) => (raw.write(chunk) ? undefined : this.#until('drain')),
        end: () => {
          raw.end()
          return this.#until('finish')
        },
        cut: () => this.cut(),
      })
    } catch (error) {
      if (!begun && this.#state === 'started') this.#state = 'open'
      throw error
    }
  }

  /** Resolves at the event, or when the client leaves, which it may have done already. */
  #until(event: 'drain' | 'finish'): Promise<void> {
    return new Promise((resolve) => {
      this.#raw.once(event, resolve)
      this.onClose(() => resolve())
    })
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

  /** @returns false when a value holds more than ASCII */
  #writeHead(status: number, headers: ResponseHeaders, length: number | string | undefined): boolean {
    const fields: string[] = []
    let isAscii = true
    headers.forEach((name, value) => {
      if (isFramingHeader(name)) return
      fields.push(name, value)
      if (!ASCII.test(value)) isAscii = false
    })
    if (length !== undefined) fields.push('Content-Length', String(length))
    if (this.#mustClose() || this.#leavesMuchUnread()) this.#raw.shouldKeepAlive = false
    this.#raw.writeHead(status, fields)
    return isAscii
  }

  #leavesMuchUnread(): boolean {
    const { complete, headers, method } = this.#raw.req
    if (complete || method === 'GET' || method === 'HEAD') return false
    return !(Number(headers['content-length'] ?? Infinity) <= MAX_DISCARDED_BYTES)
  }

  #close(outcome: ResponseOutcome): void {
    this.#state = outcome
    for (const listener of this.#listeners.splice(0)) listener(outcome)
  }
}

function byteLength(body: string | Uint8Array): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength
}
