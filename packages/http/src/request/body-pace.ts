import type { HttpLimits } from '../port/http-limits.ts'

/**
 * How fast a body has to come: after the time of grace, at the least rate on average. Whoever keeps a connection with a byte
 * every few seconds is found out with the next byte; with silence, by the idle timeout.
 */
export class BodyPace {
  readonly bytesPerSecond: number
  readonly #graceMs: number
  #startedAt = performance.now()
  #heldAt = 0

  constructor(limits: HttpLimits) {
    this.bytesPerSecond = limits.minBodyBytesPerSecond
    this.#graceMs = limits.bodyGraceMs
  }

  isTooSlow(receivedBytes: number): boolean {
    const elapsedMs = performance.now() - this.#startedAt
    return elapsedMs > this.#graceMs + (receivedBytes * 1000) / this.bytesPerSecond
  }

  /** The sender is told to wait: that time is not its own. */
  hold(): void {
    this.#heldAt = performance.now()
  }

  goOn(): void {
    this.#startedAt += performance.now() - this.#heldAt
  }
}
