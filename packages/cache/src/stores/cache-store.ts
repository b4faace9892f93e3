import type { Awaitable } from '../async/awaitable.ts'
import type { Milliseconds } from '../clock/milliseconds.ts'
import type { Reach } from '../reach/reach.ts'
import type { LockStore } from '../locks/lock-store.ts'
import type { CacheEntry } from './cache-entry.ts'

/**
 * Where a {@link Cache} keeps what it knows. Keys are never empty, and at most 300 bytes long. Each call is one step, atomic among all whom the store
 * reaches. A store that cannot be asked answers as if it held nothing and kept nothing: a cache that is down makes an app slower, and
 * breaks nothing. All implementations pass one contract suite.
 */
export interface CacheStore {
  readonly reach: Reach
  /** For messages, as `the memory of this worker`. */
  readonly description: string
  /** Who computes which key. They are locks under {@link leaseName}, as far as the store reaches. */
  readonly leases: LockStore
  get(key: string): Awaitable<CacheEntry | undefined>
  /** In the order of the keys. */
  getMany(keys: readonly string[]): Awaitable<readonly (CacheEntry | undefined)[]>
  /**
   * Keeps an entry; false when there is no room for it. It ends the lease of the key, so that what somebody computes meanwhile is not kept.
   */
  set(key: string, entry: CacheEntry, ttl: Milliseconds | undefined): Awaitable<boolean>
  /** As `set`, if there is none. */
  add(key: string, entry: CacheEntry, ttl: Milliseconds | undefined): Awaitable<boolean>
  /** As `set`, if this token holds the lease of the key. */
  setLeased(key: string, entry: CacheEntry, ttl: Milliseconds | undefined, token: string): Awaitable<boolean>
  /** Removes an entry and ends its lease. Answers whether there was one. */
  delete(key: string): Awaitable<boolean>
  /** As `delete`; answers the entry. */
  pull(key: string): Awaitable<CacheEntry | undefined>
  /**
   * Adds to a number, which is made with this time to live when there is none; one that is there keeps its own. Answers the sum; undefined
   * when the store cannot be asked or has no room.
   * @throws CacheError `E_CACHE_COUNTER` when what is there is no number that was set or counted without tags
   */
  increment(key: string, by: number, ttl: Milliseconds | undefined): Awaitable<number | undefined>
  /** Removes every entry whose key begins with this. */
  clear(prefix: string): Awaitable<void>
  /** Lets go of what it listens with. */
  close?(): Awaitable<void>
}

/** The name of a key's lease. The braces let Redis Cluster keep it in the slot of its key. */
export function leaseName(key: string): string {
  return `{${key}}`
}
