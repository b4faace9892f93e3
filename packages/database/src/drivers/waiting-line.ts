import type { CrowdLimit } from './crowd-limit.ts'

/** Somebody who waits for something that all others have. */
export interface Waiter<Resource> {
  /** It is his from now on. */
  take(resource: Resource): void
  /** He waits no longer. */
  reject(error: unknown): void
}

interface Place<Resource> {
  readonly waiter: Waiter<Resource>
  readonly until: number
}

/** Those who wait, in the order in which they came: none for longer than the limit, and no more than the crowd may be. */
export class WaitingLine<Resource> {
  readonly #crowd: CrowdLimit
  readonly #limitMs: number
  readonly #toError: () => unknown
  readonly #places: Place<Resource>[] = []
  #timer: NodeJS.Timeout | null = null

  /** @param limitMs 0: no limit */
  constructor(crowd: CrowdLimit, limitMs: number, toError: () => unknown) {
    this.#crowd = crowd
    this.#limitMs = limitMs === 0 ? Infinity : limitMs
    this.#toError = toError
  }

  get length(): number {
    return this.#places.length
  }

  /** @throws DatabaseError E_DATABASE_BUSY */
  push(waiter: Waiter<Resource>): void {
    this.#crowd.enter()
    this.#places.push({ waiter, until: performance.now() + this.#limitMs })
    this.#watch()
  }

  /** Whoever is first leaves the line. */
  shift(): Waiter<Resource> | undefined {
    const first = this.#places.shift()
    if (first) this.#crowd.leave()
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
