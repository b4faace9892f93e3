import { Readable } from 'node:stream'

/**
 * How far PHP runs ahead of its client: a page of this size leaves its worker free at once, however slowly it is fetched. Of what is
 * larger, a worker puts out as much as the client takes.
 */
export const AHEAD_BYTES: number = 256 * 1024

/** The body of an answer that did not come whole. */
export class AnswerBody extends Readable {
  readonly #onWanted: () => void
  readonly #onDropped: () => void

  constructor(onWanted: () => void, onDropped: () => void) {
    super({ highWaterMark: AHEAD_BYTES })
    this.#onWanted = onWanted
    this.#onDropped = onDropped
    // It may break off before anybody reads it, which must not end the process.
    this.on('error', () => {})
  }

  override _read(): void {
    this.#onWanted()
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#onDropped()
    callback(error)
  }
}
