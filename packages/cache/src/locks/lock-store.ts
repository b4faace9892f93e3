import type { Awaitable } from '../async/awaitable.ts'
import type { Milliseconds } from '../clock/milliseconds.ts'
import type { Reach } from '../reach/reach.ts'

/**
 * Where it stands who holds which lock. A token names who asks, and is unique among all processes: only who has it renews and releases, so
 * nobody gives away what has passed to another. All implementations pass one contract suite.
 */
export interface LockStore {
  readonly reach: Reach
  /** For messages, as `the memory of this worker`. */
  readonly description: string
  /**
   * Takes the lock for `ttl` if nobody holds it. Answers the token of who holds it now: the one that was given, or another's.
   * @throws CacheError `E_LOCK_UNAVAILABLE`
   */
  acquire(name: string, token: string, ttl: Milliseconds): Awaitable<string>
  /** Holds it for `ttl` from now on. False when the token does not hold it any more. @throws CacheError `E_LOCK_UNAVAILABLE` */
  renew(name: string, token: string, ttl: Milliseconds): Awaitable<boolean>
  /** False when the token did not hold it any more. @throws CacheError `E_LOCK_UNAVAILABLE` */
  release(name: string, token: string): Awaitable<boolean>
}
