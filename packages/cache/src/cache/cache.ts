// oxlint-disable typescript/no-unnecessary-type-parameters -- the app says what it has put into its cache
import type { Awaitable } from '../async/awaitable.ts'
import type { Milliseconds } from '../clock/milliseconds.ts'
import { CacheError } from '../errors/cache-error.ts'
import { assertReach } from '../reach/assert-reach.ts'
import type { Reach } from '../reach/reach.ts'
import type { Cacheable, Cached } from '../values/cacheable.ts'
import type { CacheBackend, EntryTimes } from './cache-backend.ts'
import { remember } from './remembering.ts'
import { toStoreKey } from './to-store-key.ts'
import { toTtl } from './to-ttl.ts'

/** What a call asks of the cache. */
export interface CallOptions {
  /** How far the cache must reach for this call. Default: as far as its store does. */
  readonly across?: Reach
}

export interface RememberOptions extends CallOptions {
  /** How long it is remembered that there is nothing, when `compute` answers null or undefined. Default: null as any value, undefined not at all. */
  readonly absent?: Milliseconds
}

/** `fresh` is how long a value is as good as new, `stale` how long after that it may be handed out while it is made anew. */
export interface FlexibleTimes {
  readonly fresh: Milliseconds
  readonly stale: Milliseconds
}

const valuePrefix = 'k:'
/** Longer keys are cut, and a namespace must still be seen in what is left of them. */
const longestPrefix = 150

/**
 * Values that were dear to make, kept for a while. What is handed out is for reading: plain data is frozen, and what can be changed is the reader's
 * own copy. A value that the store has no room for, or cannot take while it is down, is made anew each time and breaks nothing.
 *
 * @example
 * const cache = createCache(new MemoryStore())
 * const top = await cache.remember('top-posts', 5 * 60_000, () => findTopPosts(10))
 */
export class Cache {
  readonly #backend: CacheBackend
  readonly #prefix: string
  readonly #tags: readonly string[]

  /** @internal {@link createCache} makes one. */
  constructor(backend: CacheBackend, prefix: string = valuePrefix, tags: readonly string[] = []) {
    this.#backend = backend
    this.#prefix = prefix
    this.#tags = tags
  }

  /** How far what is kept here counts. */
  get reach(): Reach {
    return this.#backend.store.reach
  }

  /** For messages, as `the memory of this worker`. */
  get description(): string {
    return this.#backend.store.description
  }

  /**
   * The value; undefined when there is none, or when it is known that there is nothing.
   * @throws CacheError `E_CACHE_KEY`, as every call with a key
   */
  async get<Value = unknown>(key: string): Promise<Cached<Value> | undefined> {
    const found = this.#backend.find(this.#key(key))
    // What lies in memory is there already.
    const entry = found instanceof Promise ? await found : found
    return (entry && this.#backend.read(entry)?.value) as Cached<Value> | undefined
  }

  async has(key: string): Promise<boolean> {
    return (await this.get(key)) !== undefined
  }

  /** Several values by their keys, in one step to the store. */
  async many<Value = unknown, Key extends string = string>(
    keys: readonly Key[],
  ): Promise<Record<Key, Cached<Value> | undefined>> {
    const entries = await this.#backend.store.getMany(keys.map((key) => this.#key(key)))
    const current = await Promise.all(entries.map(async (entry) => this.#backend.current(entry)))
    const values = Object.create(null) as Record<Key, Cached<Value> | undefined>
    for (const [index, key] of keys.entries()) {
      const entry = current[index]
      values[key] = (entry && this.#backend.read(entry)?.value) as Cached<Value> | undefined
    }
    return values
  }

  /**
   * Keeps a value for so long, or for ever. False when there was no room for it or the store is down.
   * @throws CacheError `E_CACHE_VALUE`, `E_CACHE_TTL`, `E_REACH`
   */
  async set<Value>(
    key: string,
    value: Value & Cacheable<Value>,
    ttl?: Milliseconds,
    options?: CallOptions,
  ): Promise<boolean> {
    return this.#put('set', key, value, ttl, options)
  }

  /** As `set`, if there is none: of many who add at once one succeeds. */
  async add<Value>(
    key: string,
    value: Value & Cacheable<Value>,
    ttl?: Milliseconds,
    options?: CallOptions,
  ): Promise<boolean> {
    return this.#put('add', key, value, ttl, options)
  }

  /** Removes a value, and what is being made for its key is not kept. Answers whether there was one. */
  async forget(key: string): Promise<boolean> {
    const name = this.#key(key)
    this.#backend.computations.forget(name)
    return this.#backend.store.delete(name)
  }

  /** The value, which is then forgotten: of many who pull at once one gets it. */
  async pull<Value = unknown>(key: string): Promise<Cached<Value> | undefined> {
    const name = this.#key(key)
    this.#backend.computations.forget(name)
    const entry = await this.#backend.current(await this.#backend.store.pull(name))
    return (entry && this.#backend.read(entry)?.value) as Cached<Value> | undefined
  }

  /**
   * Adds to a number and answers the sum. One that is not there begins at 0 and lives for `ttl`; what is there keeps its time. Undefined while the store
   * is down.
   * @throws CacheError `E_CACHE_COUNTER` when what is there is no number, or has tags, or `by` is none; `E_CACHE_TTL`, `E_REACH`
   */
  async increment(
    key: string,
    by = 1,
    ttl?: Milliseconds,
    options?: CallOptions,
  ): Promise<number | undefined> {
    assertReach(this, options?.across, `The counter ${key}`)
    if (!Number.isFinite(by))
      throw new CacheError('E_CACHE_COUNTER', `The counter ${key} cannot grow by ${by}.`)
    return this.#backend.store.increment(this.#key(key), by, toTtl(ttl))
  }

  /**
   * The value under a key; where there is none, what `compute` answers, which is kept for so long. However many ask at once, in however many processes
   * as the store reaches, it is computed once: the others wait, and get the value or its error. Undefined is not kept, unless `absent` says so.
   *
   * @throws CacheError `E_CACHE_VALUE`, `E_CACHE_TTL`, `E_REACH`; `E_CACHE_COMPUTATION` when another process computed it and failed
   */
  async remember<Value>(
    key: string,
    ttl: Milliseconds,
    compute: (() => Awaitable<Value>) & Cacheable<Value>,
    options: RememberOptions = {},
  ): Promise<Cached<Value>> {
    return this.#remember<Value>(key, { ttl: toTtl(ttl) }, compute, options)
  }

  /** As `remember`, for ever: until it is forgotten, or its room is needed. */
  async rememberForever<Value>(
    key: string,
    compute: (() => Awaitable<Value>) & Cacheable<Value>,
    options: RememberOptions = {},
  ): Promise<Cached<Value>> {
    return this.#remember<Value>(key, { ttl: undefined }, compute, options)
  }

  /**
   * As `remember`, and nobody waits for a value that is stale: he gets it, and one process makes it anew meanwhile (stale-while-revalidate). When that fails
   * the stale one is handed out until its time is over.
   *
   * @example
   * const rates = await cache.flexible('rates', { fresh: 60_000, stale: 3_600_000 }, () => fetchRates())
   */
  async flexible<Value>(
    key: string,
    { fresh, stale }: FlexibleTimes,
    compute: (() => Awaitable<Value>) & Cacheable<Value>,
    options: RememberOptions = {},
  ): Promise<Cached<Value>> {
    const times = { fresh: toTtl(fresh), ttl: toTtl(fresh + stale) }
    return this.#remember<Value>(key, times, compute, options)
  }

  /**
   * The same cache, whose writes carry these tags: `flush()` of a tag forgets all of them. Who reads needs no tags.
   *
   * @example
   * await cache.tags('posts').remember('top-posts', 300_000, () => findTopPosts(10))
   * await cache.tags('posts').flush()
   */
  tags(...tags: readonly [string, ...string[]]): Cache {
    const named = tags.map((tag) => this.#prefix.slice(valuePrefix.length) + tag)
    return new Cache(this.#backend, this.#prefix, [...this.#tags, ...named])
  }

  /** A part of the cache with keys and tags of its own: its keys begin with its name. `flush()` forgets what is in it. @throws CacheError `E_CACHE_KEY` */
  namespace(name: string): Cache {
    const prefix = `${this.#prefix}${name}:`
    if (name === '' || !name.isWellFormed() || Buffer.byteLength(prefix) > longestPrefix)
      throw new CacheError(
        'E_CACHE_KEY',
        `${JSON.stringify(name)} is no name for a part of a cache, or too long for one.`,
      )
    return new Cache(this.#backend, prefix, this.#tags)
  }

  /** Forgets everything of this cache: of one with tags what has any of them, of a namespace what is in it. */
  async flush(): Promise<void> {
    if (this.#tags.length > 0) await this.#backend.tags.flush(this.#tags)
    else await this.#backend.store.clear(this.#prefix)
  }

  async #put(
    how: 'set' | 'add',
    key: string,
    value: unknown,
    ttl: Milliseconds | undefined,
    options: CallOptions | undefined,
  ): Promise<boolean> {
    assertReach(this, options?.across, `The value ${key}`)
    const name = this.#key(key)
    const snapshot = this.#backend.toSnapshot(value)
    const lifetime = toTtl(ttl)
    const versions = await this.#backend.tagVersions(this.#tags)
    if (versions === 'unknown') return false
    if (how === 'set') this.#backend.computations.forget(name)
    const entry = this.#backend.toEntry(snapshot, { ttl: lifetime }, versions)
    return this.#backend.store[how](name, entry, lifetime)
  }

  #remember<Value>(
    key: string,
    times: EntryTimes,
    compute: () => Awaitable<Value>,
    { absent, across }: RememberOptions,
  ): Awaitable<Cached<Value>> {
    if (across !== undefined) assertReach(this, across, `The value ${key}`)
    const remembered = { name: this.#key(key), tags: this.#tags, times, compute, absent }
    return remember(this.#backend, remembered) as Awaitable<Cached<Value>>
  }

  #key(key: string): string {
    return toStoreKey(this.#prefix, key)
  }
}
