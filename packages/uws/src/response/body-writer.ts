import type { HttpResponse } from 'uws-pack'

/** How long a client that was told `Connection: close` has to do it. */
const LINGER_MS = 1_000

/** Writes a body piece by piece, in one of the two ways of uWebSockets.js. */
export class BodyWriter {
  readonly #raw: HttpResponse
  readonly #cork: (write: () => void) => void
  #writeHead: ((announceClose: boolean) => void) | undefined
  #announceClose = false
  #linger: NodeJS.Timeout | undefined
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
   * @param close the connection will be closed behind the body, with `endAndClose`
   */
  begin(writeHead: (announceClose: boolean) => void, totalBytes: number | undefined, close: boolean): void {
    this.#writeHead = writeHead
    // uWebSockets.js closes no connection behind a body of announced length that came in pieces.
    this.#totalBytes = close || totalBytes === 0 ? undefined : totalBytes
    this.#announceClose = close
  }

  /** @returns a promise when the client is behind; it resolves when it has caught up, or at `abort` */
  write(chunk: Uint8Array): Promise<void> | undefined {
    const offset = this.#acceptedBytes
    let accepted = false
    this.#cork(() => {
      this.#flushHead(this.#announceClose)
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

  /** Ends a chunked body; one of announced length has ended with its last byte. */
  end(): void {
    if (this.#done) return
    this.#done = true
    this.#cork(() => {
      this.#flushHead(false)
      this.#raw.end()
    })
  }

  /** Ends a chunked body, and the connection. */
  endAndClose(): void {
    this.#done = true
    if (this.#writeHead) {
      this.#cork(() => {
        this.#flushHead(false)
        this.#raw.end('', true)
      })
      return
    }
    // Behind a body, `end(undefined, true)` writes its `Connection: close` into the body. So the last chunk is
    // written as what `writeHeader` adds to the wire, with a trailer, and the connection is closed by hand: by
    // the client, which has been told to, or after a while. Until then no further request is read.
    this.#cork(() => this.#raw.writeHeader('\r\n0\r\nServer-Timing', 'end\r\n'))
    this.#linger = setTimeout(() => this.#raw.close(), LINGER_MS)
  }

  /** The client has left. */
  abort(): void {
    clearTimeout(this.#linger)
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

  #flushHead(announceClose: boolean): void {
    this.#writeHead?.(announceClose)
    this.#writeHead = undefined
  }
}
