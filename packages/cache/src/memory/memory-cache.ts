import { LRUCache } from 'lru-cache'
import type { Clock } from '../clock/clock.ts'
import type { Milliseconds } from '../clock/milliseconds.ts'
import type { SharedEntry } from '../dictionary/results.ts'
import { toFlags, toLifetime } from '../dictionary/to-lifetime.ts'
import { CacheError } from '../errors/cache-error.ts'
import type { Reach } from '../reach/reach.ts'

export interface MemoryCacheOptions<Value> {
  /** How many values it holds, 1 or more. What nobody has asked for the longest makes room. */
  readonly maxEntries: number
  /** How much they take together, as `bytesOf` counts. Default: no bound but `maxEntries`. */
  readonly maxBytes?: number
  readonly bytesOf?: (value: Value) => number
  /** Default: `Date.now`. */
  readonly clock?: Clock
}

export interface MemorySetOptions {
  /** Milliseconds after which it is stale, more than 0. Default: never. */
  readonly ttl?: Milliseconds
  /** A number to find again in its entry, 0 to 4,294,967,295. Default: 0. */
  readonly flags?: number
}

interface Held<Value> {
  readonly value: Value
  readonly flags: number
  readonly expiresAt: number
}

/**
 * Values of any kind in the memory of this process, as lua-resty-lrucache keeps them: what has expired stays, and counts, until its room is
 * needed, and can be had as stale.
 *
 * @example
 * const users = new MemoryCache<{ name: string }>({ maxEntries: 1000 })
 * users.set('ada', { name: 'Ada' }, { ttl: 60_000, flags: 7 })
 * users.get('ada') ?? users.getStale('ada')?.value
 */
export class MemoryCache<Value extends {}> {
  readonly reach: Reach = 'worker'
  readonly capacity: number
  readonly #entries: LRUCache<string, Held<Value>>
  readonly #clock: Clock

  /** @throws CacheError `E_CACHE_CONFIG` for a size that is none */
  constructor({ maxEntries, maxBytes, bytesOf, clock = () => Date.now() }: MemoryCacheOptions<Value>) {
    if (!isCount(maxEntries)) throw noSize('maxEntries', maxEntries)
    if (maxBytes !== undefined && !isCount(maxBytes)) throw noSize('maxBytes', maxBytes)
    this.capacity = maxEntries
    this.#clock = clock
    this.#entries = new LRUCache({
      max: maxEntries,
      ...(maxBytes !== undefined && bytesOf !== undefined
        ? { maxSize: maxBytes, sizeCalculation: ({ value }) => Math.max(1, Math.ceil(bytesOf(value))) }
        : {}),
    })
  }

  /** The value; undefined when it is absent or stale. */
  get(key: string): Value | undefined {
    const held = this.#entries.get(key)
    return held === undefined || held.expiresAt <= this.#clock() ? undefined : held.value
  }

  /** As `get`, with the flags and the time that it has left. */
  entry(key: string): SharedEntry<Value> | undefined {
    const found = this.getStale(key)
    return found !== undefined && found.ttl > 0 ? found : undefined
  }

  /** As `entry`, and also what is stale: its `ttl` is 0 or less. */
  getStale(key: string): SharedEntry<Value> | undefined {
    const held = this.#entries.get(key)
    if (held === undefined) return undefined
    return { value: held.value, flags: held.flags, ttl: held.expiresAt - this.#clock() }
  }

  /** Whether there is one that is not stale. It does not count as use. */
  has(key: string): boolean {
    const held = this.#entries.peek(key)
    return held !== undefined && held.expiresAt > this.#clock()
  }

  /**
   * Keeps a value. False when it is larger than the whole cache; what was there is gone then too.
   *
   * @throws CacheError `E_SHARED_TTL`, `E_SHARED_FLAGS`
   */
  set(key: string, value: Value, { ttl, flags }: MemorySetOptions = {}): boolean {
    const expiresAt = ttl === undefined ? Infinity : this.#clock() + toLifetime(ttl)
    this.#entries.set(key, { value, flags: toFlags(flags), expiresAt })
    return this.#entries.has(key)
  }

  /** Answers whether there was one, stale or not. */
  delete(key: string): boolean {
    return this.#entries.delete(key)
  }

  /** How many values there are, stale ones too. */
  get count(): number {
    return this.#entries.size
  }

  /** Keys, the one that was used last first, stale ones too: so many at most, 0 for all. */
  keys(most = 0): string[] {
    const keys: string[] = []
    for (const key of this.#entries.keys()) {
      keys.push(key)
      if (keys.length === most) break
    }
    return keys
  }

  /** Forgets everything. */
  flushAll(): void {
    this.#entries.clear()
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1
}

function noSize(name: string, value: number): CacheError {
  return new CacheError(
    'E_CACHE_CONFIG',
    `${name} of a memory cache is ${value}; it is a whole number from 1 on.`,
  )
}
