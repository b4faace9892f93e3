import { whenThere, type Awaitable } from '../../async/awaitable.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Milliseconds } from '../../clock/milliseconds.ts'
import type { LockStore } from '../../locks/lock-store.ts'
import { MemoryCache } from '../../memory/memory-cache.ts'
import type { Reach } from '../../reach/reach.ts'
import type { CacheEntry } from '../cache-entry.ts'
import type { CacheStore } from '../cache-store.ts'
import type { Invalidations } from './invalidations.ts'

/** A store that says cheaply, and at once, whether an entry is still the same. */
export interface StampedStore extends CacheStore {
  stamp(key: string): number | undefined
}

export interface TieredStoreOptions {
  /** How many copies. Default: 10,000. */
  readonly maxEntries?: number
  /** Roughly, for all copies together. Default: 50,000,000. */
  readonly maxBytes?: number
  /** How long a copy is believed in at most. Default: 60,000. */
  readonly maxAge?: Milliseconds
  /** Default: `Date.now`. */
  readonly clock?: Clock
}

interface Copy {
  readonly entry: CacheEntry
  readonly stamp: number | undefined
}

/**
 * Memory in front of another store: what was read once need not be fetched and parsed again. Over a shared dictionary each read asks whether the copy is
 * still what is there, so it is never old. Over Redis a change is told to all who have a copy, and reaches them a moment later; while nothing can be
 * heard, copies are not used. Numbers that can be counted on are never copied.
 */
export class TieredStore implements CacheStore {
  readonly reach: Reach
  readonly description: string
  readonly leases: LockStore
  readonly #behind: CacheStore | StampedStore
  readonly #invalidations: Invalidations | undefined
  readonly #copies: MemoryCache<Copy>
  readonly #maxAge: Milliseconds
  readonly #clock: Clock
  /** Counts what was told to have changed: a read that was under way meanwhile leaves no copy. */
  #changes = 0

  /** @param changes how others tell what they have changed; none for a store with stamps */
  constructor(behind: StampedStore, changes?: undefined, options?: TieredStoreOptions)
  constructor(behind: CacheStore, changes: Invalidations, options?: TieredStoreOptions)
  constructor(
    behind: CacheStore | StampedStore,
    changes: Invalidations | undefined,
    options: TieredStoreOptions = {},
  ) {
    const { maxEntries = 10_000, maxBytes = 50_000_000, maxAge = 60_000 } = options
    this.reach = behind.reach
    this.description = `memory in front of ${behind.description}`
    this.leases = behind.leases
    this.#behind = behind
    this.#invalidations = changes
    this.#maxAge = maxAge
    this.#clock = options.clock ?? ((): number => Date.now())
    this.#copies = new MemoryCache({
      maxEntries,
      maxBytes,
      bytesOf: ({ entry }) => entry.snapshot.bytes + 100,
      clock: this.#clock,
    })
    changes?.listen({
      key: (key) => this.#drop(key),
      prefix: (prefix) => this.#dropAll(prefix),
      gap: () => this.#dropAll(''),
    })
  }

  get(key: string): Awaitable<CacheEntry | undefined> {
    return this.#copyOf(key) ?? this.#fetch(key)
  }

  getMany(keys: readonly string[]): Awaitable<readonly (CacheEntry | undefined)[]> {
    const copies = keys.map((key) => this.#copyOf(key))
    const missing = keys.filter((_key, index) => copies[index] === undefined)
    if (missing.length === 0) return copies
    const changes = this.#changes
    const stamps = missing.map((key) => this.#stamp(key))
    return whenThere(this.#behind.getMany(missing), (entries) => {
      for (const [index, key] of missing.entries()) this.#copy(key, entries[index], stamps[index], changes)
      let next = 0
      return copies.map((copy) => copy ?? entries[next++])
    })
  }

  set(key: string, entry: CacheEntry, ttl: Milliseconds | undefined): Awaitable<boolean> {
    return this.#changed(key, this.#behind.set(key, entry, ttl))
  }

  add(key: string, entry: CacheEntry, ttl: Milliseconds | undefined): Awaitable<boolean> {
    return this.#changed(key, this.#behind.add(key, entry, ttl))
  }

  setLeased(
    key: string,
    entry: CacheEntry,
    ttl: Milliseconds | undefined,
    token: string,
  ): Awaitable<boolean> {
    return this.#changed(key, this.#behind.setLeased(key, entry, ttl, token))
  }

  delete(key: string): Awaitable<boolean> {
    return this.#changed(key, this.#behind.delete(key))
  }

  pull(key: string): Awaitable<CacheEntry | undefined> {
    return this.#changed(key, this.#behind.pull(key))
  }

  increment(key: string, by: number, ttl: Milliseconds | undefined): Awaitable<number | undefined> {
    return this.#behind.increment(key, by, ttl)
  }

  clear(prefix: string): Awaitable<void> {
    return whenThere(this.#behind.clear(prefix), () => {
      this.#dropAll(prefix)
      this.#invalidations?.publish({ prefix })
    })
  }

  close(): Awaitable<void> {
    return this.#invalidations?.close()
  }

  #copyOf(key: string): CacheEntry | undefined {
    const copy = this.#copies.get(key)
    if (copy === undefined) return undefined
    const isCurrent =
      'stamp' in this.#behind ? this.#stamp(key) === copy.stamp : this.#invalidations?.isListening
    if (isCurrent === true) return copy.entry
    this.#copies.delete(key)
    return undefined
  }

  #fetch(key: string): Awaitable<CacheEntry | undefined> {
    const changes = this.#changes
    // Before the entry: one that is written in between has another.
    const stamp = this.#stamp(key)
    return whenThere(this.#behind.get(key), (entry) => {
      this.#copy(key, entry, stamp, changes)
      return entry
    })
  }

  #copy(key: string, entry: CacheEntry | undefined, stamp: number | undefined, changes: number): void {
    if (entry === undefined || changes !== this.#changes || isCounter(entry)) return
    if (this.#invalidations?.isListening === false) return
    const left = entry.expiresAt === undefined ? Infinity : entry.expiresAt - this.#clock()
    const ttl = Math.min(this.#maxAge, left)
    if (ttl > 0) this.#copies.set(key, { entry, stamp }, { ttl })
  }

  #changed<Answer>(key: string, answer: Awaitable<Answer>): Awaitable<Answer> {
    this.#drop(key)
    return whenThere(answer, (value) => {
      this.#drop(key)
      this.#invalidations?.publish({ key })
      return value
    })
  }

  #drop(key: string): void {
    this.#changes += 1
    this.#copies.delete(key)
  }

  #dropAll(prefix: string): void {
    this.#changes += 1
    for (const key of this.#copies.keys()) if (key.startsWith(prefix)) this.#copies.delete(key)
  }

  #stamp(key: string): number | undefined {
    return 'stamp' in this.#behind ? this.#behind.stamp(key) : undefined
  }
}

function isCounter({ snapshot, tags, freshUntil }: CacheEntry): boolean {
  return typeof snapshot.value === 'number' && tags === undefined && freshUntil === undefined
}
