import type { ResponseHead } from './response-head.ts'

/**
 * What comes within so many milliseconds goes out in one piece, unless it is much: nearly all pages do, and one with its length in one write
 * costs less than a stream.
 */
export const GATHER_MS = 50

/** What has come of a body and was not handed on: views of the memory that the connection reads into, copied once, when they leave it. */
export class GatheredAnswer {
  #pieces: Buffer[] = []
  #bytes = 0

  get isEmpty(): boolean {
    return this.#bytes === 0
  }

  add(piece: Buffer): void {
    this.#pieces.push(piece)
    this.#bytes += piece.length
  }

  /** All of it, in memory of its own. */
  take(): Buffer {
    const taken = Buffer.concat(this.#pieces, this.#bytes)
    this.#pieces = []
    this.#bytes = 0
    return taken
  }
}

/** Whether a script wants its output to go out at once: it says so as to nginx, or sends events. */
export function isPrompt({ headers }: ResponseHead): boolean {
  return headers.some(([name, value]) =>
    name.length === 12
      ? /^content-type$/i.test(name) && /^text\/event-stream/i.test(value)
      : /^x-accel-buffering$/i.test(name) && /^no$/i.test(value),
  )
}
