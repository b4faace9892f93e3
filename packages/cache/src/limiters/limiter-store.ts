import type { Awaitable } from '../async/awaitable.ts'
import type { Reach } from '../reach/reach.ts'
import type { Rule } from './rule.ts'
import type { Verdict } from './verdict.ts'

/** One request at one counter. */
export interface StoreCharge {
  readonly key: string
  readonly rule: Rule
  /** How many requests it stands for. */
  readonly cost: number
  /** Names the lease that a concurrency rule gives; unique among all processes. */
  readonly lease: string
}

/**
 * Where limiters count. What is here is all that they need, so that every operation can be atomic: one call, one step. All
 * implementations pass one contract suite.
 */
export interface LimiterStore {
  readonly reach: Reach
  /** For messages, as `the memory of this worker`. */
  readonly description: string
  /**
   * Charges all of these counters, or none when one of them refuses. No two are the same counter. Answers a verdict for each, in their
   * order. A store that is asked over a network answers or rejects within a time of its own.
   * @throws CacheError `E_LIMITER_UNAVAILABLE`
   */
  take(charges: readonly StoreCharge[]): Awaitable<readonly Verdict[]>
  /** Lets leases begin anew, for requests that take longer than one; what is no lease any more stays none. */
  renew(leases: readonly StoreCharge[]): Awaitable<void>
  /** Gives leases back; what is no lease any more is no error. */
  release(leases: readonly { readonly key: string; readonly lease: string }[]): Awaitable<void>
  /** Forgets what was counted. */
  forget(keys: readonly string[]): Awaitable<void>
  /** Whether it answers. Stores that always do have none. */
  ping?(): Awaitable<boolean>
}
