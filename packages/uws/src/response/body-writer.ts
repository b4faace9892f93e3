import type { HttpResponse } from 'uws-pack'

/** Writes a body piece by piece, in one of the two ways of uWebSockets.js. */
export class BodyWriter {
  readonly #raw: HttpResponse
  readonly #cork: (write: () => void) => void
  #writeHead: (() => void) | undefined
  #totalBytes: number | undefined
  #acceptedBytes = 0
  #done = false
  /** The piece that the client is behind with. */
  #pending: { readonly chunk: Uint8Array; readonly offset: number; readonly wake: () => void } | undefined
  #isBound = false

  constructor(raw: HttpResponse, cork: (write: () => void) => void) {
    this.#raw = raw
    this.#cork = cork
  }

  /**
   * @param writeHead goes out together with the first piece
   * @param totalBytes what Content-Length says; undefined: chunked
   */
  begin(writeHead: () => void, totalBytes: number | undefined): void {
    this.#writeHead = writeHead
    this.#totalBytes = totalBytes
  }

  /** @returns a promise when the client is behind; it resolves when it has caught up, or at `abort` */
  write(chunk: Uint8Array): Promise<void> | undefined {
    const offset = this.#acceptedBytes
    let accepted = false
    this.#cork(() => {
      this.#flushHead()
      accepted = this.#totalBytes === undefined ? this.#raw.write(chunk) : this.#tryEnd(chunk)
    })
    this.#acceptedBytes += chunk.byteLength
    if (accepted) return undefined
    return new Promise((wake) => {
      this.#pending = { chunk, offset, wake }
      // Once for all pieces: uWebSockets.js forgets a handler that is set while another one runs.
      if (!this.#isBound) this.#raw.onWritable(this.#resume)
      this.#isBound = true
    })
  }

  /** Ends a chunked body, and the connection if `close`. */
  end(close: boolean): void {
    if (this.#done) return
    this.#done = true
    this.#cork(() => {
      this.#flushHead()
      this.#raw.end(undefined, close)
    })
  }

  abort(): void {
    this.#done = true
    this.#pending?.wake()
  }

  /** @returns whether everything that was given is taken */
  readonly #resume = (offset: number): boolean => {
    const pending = this.#pending
    if (!pending) return true
    // A piece of a chunked body is kept by uWebSockets.js; of the other kind it took what fitted.
    if (this.#totalBytes !== undefined && !this.#tryEnd(pending.chunk.subarray(offset - pending.offset)))
      return false
    this.#pending = undefined
    pending.wake()
    return true
  }

  #tryEnd(chunk: Uint8Array): boolean {
    const [ok, done] = this.#raw.tryEnd(chunk, this.#totalBytes!)
    this.#done = done
    return ok || done
  }

  #flushHead(): void {
    this.#writeHead?.()
    this.#writeHead = undefined
  }
}
