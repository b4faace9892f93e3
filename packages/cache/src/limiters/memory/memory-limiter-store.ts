import { LRUCache } from 'lru-cache'
import type { Clock } from '../../clock/clock.ts'
import type { LimiterStore, StoreCharge } from '../limiter-store.ts'
import { algorithmOf, type CounterState } from '../rules/algorithms.ts'
import type { Verdict } from '../verdict.ts'

export interface MemoryLimiterOptions {
  /**
   * Above it the counter that nobody asked for longest is forgotten. Default: 100,000, which take some 20 MB, or ten times as much where each
   * is a sliding window that is in use all the time.
   */
  readonly maxKeys?: number
  /** Default: `Date.now`. */
  readonly clock?: Clock
}

/**
 * Counters in the memory of this process. Several workers count each for itself, so together they allow as many times more.
 *
 * @example
 * const exports = new Limiter(new MemoryLimiterStore(), 'exports', { perMinute: 5 })
 */
export class MemoryLimiterStore implements LimiterStore {
  readonly reach = 'worker'
  readonly description = 'the memory of this worker'
  readonly #clock: Clock
  readonly #states: LRUCache<string, CounterState>

  constructor({ maxKeys = 100_000, clock = () => Date.now() }: MemoryLimiterOptions = {}) {
    this.#clock = clock
    this.#states = new LRUCache({ max: maxKeys })
  }

  take(charges: readonly StoreCharge[]): Verdict[] {
    const now = this.#clock()
    const verdicts = charges.map((charge) => this.#check(charge, charge.cost, now))
    if (verdicts.every(({ allowed }) => allowed)) {
      for (const charge of charges) this.#charge(charge, now)
      return verdicts
    }
    // Who was not charged has more left than his verdict says.
    return verdicts.map((verdict, index) =>
      verdict.allowed ? this.#check(charges[index]!, 0, now) : verdict,
    )
  }

  release(leases: readonly { readonly key: string; readonly lease: string }[]): void {
    for (const { key, lease } of leases) {
      const state = this.#states.peek(key)
      if (state instanceof Map) state.delete(lease)
    }
  }

  forget(keys: readonly string[]): void {
    for (const key of keys) this.#states.delete(key)
  }

  #check({ key, rule }: StoreCharge, cost: number, now: number): Verdict {
    const algorithm = algorithmOf(rule)
    const stored = this.#states.get(key)
    if (stored === undefined) return algorithm.check(rule, undefined, cost, now)
    const settled = algorithm.settle(rule, stored, now)
    if (settled !== stored) this.#states.set(key, settled)
    return algorithm.check(rule, settled, cost, now)
  }

  #charge(charge: StoreCharge, now: number): void {
    const { key, rule } = charge
    this.#states.set(key, algorithmOf(rule).charge(rule, this.#states.get(key), charge, now))
  }
}
