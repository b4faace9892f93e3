import type { UwsBody } from './uws-body.ts'

const INTERVAL_MS = 4_000

/**
 * The bodies on their way in. uWebSockets.js closes a connection without a word when 16 KB of a body have not come within 10 s,
 * even when it was told to hold the sender back. How slow a sender may be is for the limits of the port to say, so that timeout
 * is extended until they have decided. One timer for all: most bodies are complete in the turn in which they begin.
 */
export class OpenBodies {
  readonly #bodies = new Set<UwsBody>()

  constructor() {
    setInterval(() => {
      for (const body of this.#bodies) body.extend()
    }, INTERVAL_MS).unref()
  }

  add(body: UwsBody): void {
    this.#bodies.add(body)
  }

  delete(body: UwsBody): void {
    this.#bodies.delete(body)
  }
}
