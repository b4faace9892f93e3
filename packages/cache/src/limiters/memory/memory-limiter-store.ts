import { LRUCache } from 'lru-cache'
import type { Clock } from '../../clock/clock.ts'
import type { LimiterStore, StoreCharge } from '../limiter-store.ts'
import type { CounterState } from '../rules/algorithms.ts'
import { takeFrom, type CounterStates } from '../rules/take-from.ts'
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
  readonly #counters: LRUCache<string, CounterState>
  readonly #states: CounterStates

  constructor({ maxKeys = 100_000, clock = () => Date.now() }: MemoryLimiterOptions = {}) {
    this.#clock = clock
    const counters = (this.#counters = new LRUCache<string, CounterState>({ max: maxKeys }))
    this.#states = {
      get: ({ key }) => counters.get(key),
      set: ({ key }, state) => void counters.set(key, state),
    }
  }

  take(charges: readonly StoreCharge[]): Verdict[] {
    return takeFrom(this.#states, charges, this.#clock())
  }

  renew(leases: readonly StoreCharge[]): void {
    for (const { key, rule, lease } of leases) {
      const state = this.#counters.peek(key)
      if (state instanceof Map && rule.kind === 'concurrent' && state.has(lease))
        state.set(lease, this.#clock() + rule.leaseMs)
    }
  }

  release(leases: readonly { readonly key: string; readonly lease: string }[]): void {
    for (const { key, lease } of leases) {
      const state = this.#counters.peek(key)
      if (state instanceof Map) state.delete(lease)
    }
  }

  forget(keys: readonly string[]): void {
    for (const key of keys) this.#counters.delete(key)
  }
}
