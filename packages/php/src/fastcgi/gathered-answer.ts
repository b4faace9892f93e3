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
  #leftBytes = Infinity

  /** What comes beyond that length is dropped, as by nginx and Apache: the line break behind the last `?>` of a download, say. */
  limitTo(bytes: number): void {
    this.#leftBytes = bytes
  }

  get isEmpty(): boolean {
    return this.#bytes === 0
  }

  add(piece: Buffer): void {
    const taken = piece.length > this.#leftBytes ? piece.subarray(0, this.#leftBytes) : piece
    if (taken.length === 0) return
    this.#pieces.push(taken)
    this.#bytes += taken.length
    this.#leftBytes -= taken.length
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

/** The length that a script says its answer has; Infinity where it does not. */
export function announcedBytes({ headers }: ResponseHead): number {
  for (const [name, value] of headers)
    if (name.length === 14 && /^content-length$/i.test(name) && /^\d{1,15}$/.test(value)) return Number(value)
  return Infinity
}
