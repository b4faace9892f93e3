import type { Clock } from '../../clock/clock.ts'
import type { Milliseconds } from '../../clock/milliseconds.ts'
import { MemoryLockStore } from '../../locks/memory-lock-store.ts'
import { MemoryCache } from '../../memory/memory-cache.ts'
import type { CacheEntry } from '../cache-entry.ts'
import { leaseName, type CacheStore } from '../cache-store.ts'
import { counterEntry } from '../entry-text.ts'
import { noCounter } from '../no-counter.ts'

export interface MemoryStoreOptions {
  /** Default: 10,000. */
  readonly maxEntries?: number
  /** Roughly, for all values together. Default: 50,000,000. */
  readonly maxBytes?: number
  /** Default: `Date.now`. */
  readonly clock?: Clock
}

/** A cache in the memory of this process: each worker has its own. What nobody has asked for the longest makes room. */
export class MemoryStore implements CacheStore {
  readonly reach = 'worker'
  readonly description = 'the memory of this worker'
  readonly leases: MemoryLockStore
  readonly #entries: MemoryCache<CacheEntry>

  constructor({
    maxEntries = 10_000,
    maxBytes = 50_000_000,
    clock = () => Date.now(),
  }: MemoryStoreOptions = {}) {
    this.#entries = new MemoryCache({
      maxEntries,
      maxBytes,
      bytesOf: ({ snapshot }) => snapshot.bytes + 100,
      clock,
    })
    this.leases = new MemoryLockStore({ clock })
  }

  get(key: string): CacheEntry | undefined {
    return this.#entries.get(key)
  }

  getMany(keys: readonly string[]): (CacheEntry | undefined)[] {
    return keys.map((key) => this.#entries.get(key))
  }

  set(key: string, entry: CacheEntry, ttl: Milliseconds | undefined): boolean {
    this.leases.revoke(leaseName(key))
    return this.#entries.set(key, entry, ttl === undefined ? {} : { ttl })
  }

  add(key: string, entry: CacheEntry, ttl: Milliseconds | undefined): boolean {
    return !this.#entries.has(key) && this.set(key, entry, ttl)
  }

  setLeased(key: string, entry: CacheEntry, ttl: Milliseconds | undefined, token: string): boolean {
    return this.leases.release(leaseName(key), token) && this.set(key, entry, ttl)
  }

  delete(key: string): boolean {
    return this.pull(key) !== undefined
  }

  pull(key: string): CacheEntry | undefined {
    const entry = this.#entries.get(key)
    this.#entries.delete(key)
    this.leases.revoke(leaseName(key))
    return entry
  }

  increment(key: string, by: number, ttl: Milliseconds | undefined): number | undefined {
    const found = this.#entries.entry(key)
    if (found === undefined) return this.set(key, counterEntry(by), ttl) ? by : undefined
    const { snapshot, tags, freshUntil } = found.value
    if (
      typeof snapshot.value !== 'number' ||
      !snapshot.isJson ||
      tags !== undefined ||
      freshUntil !== undefined
    )
      throw noCounter(key)
    const sum = snapshot.value + by
    this.#entries.set(key, counterEntry(sum), found.ttl === Infinity ? {} : { ttl: found.ttl })
    return sum
  }

  clear(prefix: string): void {
    for (const key of this.#entries.keys()) if (key.startsWith(prefix)) this.pull(key)
  }
}
