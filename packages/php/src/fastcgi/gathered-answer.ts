import type { ResponseHead } from './response-head.ts'

/**
 * What comes within so many milliseconds goes out in one piece, unless it is much: nearly all pages do, and one with its length in one write
 * costs less than a stream.
 */
export const GATHER_MS = 50
const GATHER_BYTES = 64 * 1024

/** The beginning of a body, before any of it is handed on. */
export class GatheredAnswer {
  readonly #pieces: Buffer[] = []
  #bytes = 0

  /** The pieces, in their order. */
  get pieces(): readonly Buffer[] {
    return this.#pieces
  }

  /** More than is held back. */
  get isMuch(): boolean {
    return this.#bytes > GATHER_BYTES
  }

  add(piece: Buffer): void {
    this.#pieces.push(piece)
    this.#bytes += piece.length
  }

  joined(): Buffer {
    const [first] = this.#pieces
    return this.#pieces.length === 1 && first !== undefined ? first : Buffer.concat(this.#pieces)
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
