/** Somebody who waits for something that all others have. */
export interface Waiter {
  /** He waits no longer. */
  reject(error: unknown): void
}

interface Place<Who> {
  readonly waiter: Who
  readonly until: number
}

/** Those who wait, in the order in which they came: none for longer than the limit. */
export class WaitingLine<Who extends Waiter> {
  readonly #limitMs: number
  readonly #toError: () => unknown
  readonly #places: Place<Who>[] = []
  #timer: NodeJS.Timeout | null = null

  /** @param limitMs 0: no limit */
  constructor(limitMs: number, toError: () => unknown) {
    this.#limitMs = limitMs === 0 ? Infinity : limitMs
    this.#toError = toError
  }

  get first(): Who | null {
    return this.#places[0]?.waiter ?? null
  }

  get length(): number {
    return this.#places.length
  }

  push(waiter: Who): void {
    this.#places.push({ waiter, until: performance.now() + this.#limitMs })
    this.#watch()
  }

  /** Whoever is first leaves the line. */
  shift(): Who | undefined {
    const first = this.#places.shift()
    if (this.#places.length === 0 && this.#timer) {
      clearTimeout(this.#timer)
      this.#timer = null
    }
    return first?.waiter
  }

  // All wait equally long, so that the first one is over first: one timer is enough.
  #watch(): void {
    const first = this.#places[0]
    if (this.#timer || !first || first.until === Infinity) return
    this.#timer = setTimeout(() => this.#rejectLate(), first.until - performance.now() + 1)
  }

  #rejectLate(): void {
    this.#timer = null
    const now = performance.now()
    while (this.#places[0] && this.#places[0].until <= now) this.shift()!.reject(this.#toError())
    this.#watch()
  }
}
