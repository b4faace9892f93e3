/** Bounds grow by the root of 2, from an eighth of a millisecond to two minutes. */
const BUCKETS = 40
const FIRST_MS = 0.125

/** A tally as JSON. */
export interface TallyData {
  readonly requests: number
  readonly errors: number
  readonly totalMs: number
  /** Requests by how long they took; empty ones at the end are left out. */
  readonly buckets: readonly number[]
}

/** How many requests, how many of them failed, and how long they took: in the same memory for one as for a million. */
export class Tally {
  requests = 0
  errors = 0
  totalMs = 0
  readonly #buckets = new Float64Array(BUCKETS)

  static from(data: TallyData): Tally {
    const tally = new Tally()
    tally.requests = data.requests
    tally.errors = data.errors
    tally.totalMs = data.totalMs
    for (const [index, count] of data.buckets.slice(0, BUCKETS).entries()) tally.#buckets[index] = count
    return tally
  }

  add(ms: number, isError: boolean): void {
    this.requests += 1
    this.totalMs += ms
    if (isError) this.errors += 1
    this.#buckets[bucketOf(ms)]! += 1
  }

  merge(other: Tally): void {
    this.requests += other.requests
    this.errors += other.errors
    this.totalMs += other.totalMs
    for (let index = 0; index < BUCKETS; index++) this.#buckets[index]! += other.#buckets[index]!
  }

  /**
   * The time that this share of the requests did not exceed, with a fifth of it as the largest error.
   * @param share 0.5 for the median
   */
  percentileMs(share: number): number {
    const wanted = Math.ceil(this.requests * share)
    let seen = 0
    for (let index = 0; index < BUCKETS; index++) {
      seen += this.#buckets[index]!
      if (seen >= wanted && seen > 0) return FIRST_MS * 2 ** ((index - 0.5) / 2)
    }
    return 0
  }

  toJSON(): TallyData {
    const buckets = Array.from(this.#buckets)
    return {
      requests: this.requests,
      errors: this.errors,
      totalMs: Math.round(this.totalMs),
      buckets: buckets.slice(0, buckets.findLastIndex((count) => count > 0) + 1),
    }
  }
}

/** The bucket of index n holds what took at most FIRST_MS * sqrt(2) ** n. */
function bucketOf(ms: number): number {
  if (ms <= FIRST_MS) return 0
  return Math.min(BUCKETS - 1, Math.ceil(Math.log2(ms / FIRST_MS) * 2))
}
