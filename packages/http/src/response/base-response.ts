import type { Readable } from 'node:stream'
import type { CoreResponse, ResponseOutcome } from '../port/core-response.ts'
import { HttpCoreError } from '../port/http-core-error.ts'
import type { ResponseHeaders } from '../port/response-headers.ts'
import { assertSendable } from './assert-sendable.ts'
import { isBodiless } from './bodiless.ts'
import { discardSource } from './discard-source.ts'
import { streamSource, type StreamTarget } from './stream-source.ts'

type Listener = (outcome: ResponseOutcome) => void

/**
 * What the responses of all cores have in common: what may be sent and when, and who is told of the end. A core says how
 * bytes get out, and calls `close` once they have, or once the client has left.
 */
export abstract class BaseResponse implements CoreResponse {
  readonly #method: string
  #state: CoreResponse['state'] = 'open'
  #listener: Listener | undefined
  #furtherListeners: Listener[] | undefined

  /** @param method of the request: a response to HEAD has no body */
  constructor(method: string) {
    this.#method = method
  }

  get state(): CoreResponse['state'] {
    return this.#state
  }

  send(status: number, headers: ResponseHeaders, body?: string | Uint8Array): void {
    assertSendable(status, body)
    if (!this.#start()) return
    if (isBodiless(this.#method, status)) {
      const lengthBytes = body === undefined ? headers.get('content-length') : byteLength(body)
      this.writeBodiless(status, headers, status === 204 ? undefined : lengthBytes)
    } else {
      this.writeWhole(status, headers, body)
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
    } else if (isBodiless(this.#method, status)) {
      discardSource(source)
      this.writeBodiless(status, headers, status === 204 ? undefined : lengthBytes)
    } else {
      await this.#streamBody(status, headers, source, lengthBytes)
    }
  }

  onClose(callback: Listener): void {
    if (this.#state === 'sent' || this.#state === 'aborted') callback(this.#state)
    else if (this.#listener === undefined) this.#listener = callback
    else (this.#furtherListeners ??= []).push(callback)
  }

  /** Closes the connection without a word. */
  abstract cut(): void

  /** Writes a response that has its whole body with it. */
  protected abstract writeWhole(
    status: number,
    headers: ResponseHeaders,
    body: string | Uint8Array | undefined,
  ): void

  /**
   * Writes a response that has no body.
   * @param lengthBytes what Content-Length says a body would have had; undefined: no such header
   */
  protected abstract writeBodiless(
    status: number,
    headers: ResponseHeaders,
    lengthBytes: number | string | undefined,
  ): void

  /** Writes the head of a streamed response, or makes it ready to go out with the first chunk. */
  protected abstract openStream(
    status: number,
    headers: ResponseHeaders,
    lengthBytes: number | undefined,
  ): StreamTarget

  /** Lets go of what the core keeps for this request; called once, before anybody is told of the end. */
  protected abstract release(outcome: ResponseOutcome): void

  /** The response is out, or the client has left; what comes second is not heard. */
  protected close(outcome: ResponseOutcome): void {
    if (this.#state === 'sent' || this.#state === 'aborted') return
    this.#state = outcome
    this.release(outcome)
    this.#listener?.(outcome)
    if (this.#furtherListeners) for (const listener of this.#furtherListeners) listener(outcome)
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

  async #streamBody(
    status: number,
    headers: ResponseHeaders,
    source: Readable,
    lengthBytes: number | undefined,
  ): Promise<void> {
    this.onClose((outcome) => {
      if (outcome === 'aborted') discardSource(source)
    })
    let begun = false
    const open = (): StreamTarget => {
      begun = true
      return this.openStream(status, headers, lengthBytes)
    }
    try {
      await streamSource(source, lengthBytes, open, () => this.#state === 'aborted')
    } catch (error) {
      // The client has left: what goes wrong with the source is of no interest any more.
      if (this.state === 'aborted') return
      if (begun) this.cut()
      else this.#state = 'open'
      throw error
    }
  }
}

function byteLength(body: string | Uint8Array): number {
  return typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength
}
