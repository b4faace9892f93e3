import { BodyError, type BodySink, type BodySource } from '@vanillin/http'
import type { HttpResponse } from 'uws-pack'
import { OpenBodies } from './open-bodies.ts'

const openBodies = new OpenBodies()

/** The body of a request as uWebSockets.js delivers it. Create it in the turn in which the head arrived. */
export class UwsBody implements BodySource {
  readonly #raw: HttpResponse
  readonly #deferred: boolean
  readonly #queue: Uint8Array[] = []
  #sink: BodySink | undefined
  #receivedBytes = 0
  #complete = false
  #endTold = false
  #paused = false
  #answering = false
  /** Why nothing may be asked of the socket any more. */
  #closed = false
  #scheduled = false

  /**
   * @param deferred hands nothing on while the parser of uWebSockets.js is running, so that no response can
   * be written inside it
   */
  constructor(raw: HttpResponse, deferred: boolean) {
    this.#raw = raw
    this.#deferred = deferred
    raw.onData((chunk, isLast) => this.#receive(chunk, isLast))
    openBodies.add(this)
  }

  get receivedBytes(): number {
    return this.#receivedBytes
  }

  get complete(): boolean {
    return this.#complete
  }

  get started(): boolean {
    return this.#sink !== undefined
  }

  start(sink: BodySink): void {
    this.#sink = sink
    if (this.#deferred) this.#schedule()
    else this.#flush()
    this.resume()
  }

  pause(): void {
    if (this.#paused || this.#closed || this.#complete) return
    this.#paused = true
    this.#raw.pause()
  }

  resume(): void {
    if (!this.#paused || this.#closed) return
    this.#paused = false
    this.#raw.resume()
  }

  /** The head of the response is about to be written, its body comes later. */
  beginResponse(): void {
    this.#answering = true
  }

  /** Has uWebSockets.js begin its timeout anew, which `resume` does even where nothing was held back. */
  extend(): void {
    // Behind a write that failed uWebSockets.js reads again, to see that the client has left. `pause` would make it blind.
    if (this.#paused && this.#answering) return
    this.#raw.resume()
    if (this.#paused) this.#raw.pause()
  }

  /** The response is about to be written; what is still to come is thrown away by uWebSockets.js. */
  release(): void {
    if (this.#closed) return
    this.resume()
    this.#close()
  }

  /** The client has left. */
  abort(): void {
    this.#close()
  }

  #close(): void {
    this.#closed = true
    openBodies.delete(this)
    this.#queue.length = 0
    this.#flush()
  }

  #receive(chunk: ArrayBuffer, isLast: boolean): void {
    this.#receivedBytes += chunk.byteLength
    this.#complete = isLast
    if (isLast) openBodies.delete(this)
    if (this.#closed) return
    // The memory is taken back when this call returns.
    if (chunk.byteLength > 0) this.#queue.push(Buffer.from(new Uint8Array(chunk)))
    if (!this.#sink) return
    if (this.#deferred) this.#schedule()
    else this.#flush()
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#flush()
    })
  }

  #flush(): void {
    const sink = this.#sink
    if (!sink) return
    for (const chunk of this.#queue.splice(0)) sink.data(chunk)
    if (this.#endTold) return
    if (this.#complete && !this.#closed) {
      this.#endTold = true
      sink.end()
    } else if (this.#closed) {
      this.#endTold = true
      sink.fail(new BodyError('E_BODY_ABORTED', 'The request ended before its body was complete.'))
    }
  }
}
