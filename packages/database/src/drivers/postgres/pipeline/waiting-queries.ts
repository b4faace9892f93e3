import type { LaneQuery } from './lane-query.ts'

interface Waiting {
  query: LaneQuery
  until: number
}

/** Queries that no connection can take yet, in the order in which they came. None waits for longer than the limit. */
export class WaitingQueries {
  readonly #limitMs: number
  readonly #toError: () => Error
  readonly #waiting: Waiting[] = []
  #timer: NodeJS.Timeout | null = null

  /** @param limitMs 0: no limit */
  constructor(limitMs: number, toError: () => Error) {
    this.#limitMs = limitMs === 0 ? Infinity : limitMs
    this.#toError = toError
  }

  get first(): LaneQuery | null {
    return this.#waiting[0]?.query ?? null
  }

  get count(): number {
    return this.#waiting.length
  }

  push(query: LaneQuery): void {
    this.#waiting.push({ query, until: performance.now() + this.#limitMs })
    this.#watch()
  }

  shift(): void {
    this.#waiting.shift()
    if (this.#waiting.length > 0 || !this.#timer) return
    clearTimeout(this.#timer)
    this.#timer = null
  }

  // All wait equally long, so that the first one is over first: one timer is enough.
  #watch(): void {
    const first = this.#waiting[0]
    if (this.#timer || !first || first.until === Infinity) return
    this.#timer = setTimeout(
      () => {
        this.#timer = null
        const now = performance.now()
        while (this.#waiting[0] && this.#waiting[0].until <= now) {
          this.#waiting.shift()!.query.reject(this.#toError())
        }
        this.#watch()
      },
      first.until - performance.now() + 1,
    )
  }
}
