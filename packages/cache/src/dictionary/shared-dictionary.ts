import type { Clock } from '../clock/clock.ts'
import type { Milliseconds } from '../clock/milliseconds.ts'
import { CacheError } from '../errors/cache-error.ts'
import type { Reach } from '../reach/reach.ts'
import { full, wrongKind } from './dictionary-errors.ts'
import { DictionaryFile } from './dictionary-file.ts'
import { Entry, kinds } from './entry.ts'
import { toPlace } from './place.ts'
import type { Place } from './place.ts'
import type { NotStored, SharedEntry, Stored } from './results.ts'
import { Room } from './room.ts'
import { SharedLists } from './shared-lists.ts'
import type { Pushed } from './shared-lists.ts'
import type { SharedValue } from './shared-value.ts'
import { numberToBytes, toBytes } from './to-bytes.ts'
import { toFlags, toLifetime } from './to-lifetime.ts'
import { Touches } from './touches.ts'

export interface SharedDictionaryOptions {
  /** Where the files are: one folder for all dictionaries of an app. */
  readonly folder: string
  /** How much it holds: keys, values and some 50 bytes for each. Its file takes twice as much and 4 MB more, from the beginning. */
  readonly maxBytes: number
  /** Default: `Date.now`. All processes should have the same. */
  readonly clock?: Clock
  /** Told when the file was damaged and the dictionary starts empty. Default: a warning of the process. */
  readonly onDamaged?: (damage: string) => void
}

export interface SetOptions {
  /** Milliseconds after which it is gone, more than 0. Default: never. */
  readonly ttl?: Milliseconds
  /** A number to find again in {@link SharedEntry}, 0 to 4,294,967,295. Default: 0. */
  readonly flags?: number
}

export interface IncrementOptions {
  /** What an absent value counts as. `null`: it stays absent, and undefined is answered. Default: 0. */
  readonly init?: number | null
  /** Milliseconds that a value lives which this call makes. */
  readonly initTtl?: Milliseconds
}

type NumberKey<Value> = number extends Value ? string : never

interface Store {
  readonly mayEvict: boolean
  /** Says why it is not to be stored. */
  readonly refuse?: (isThere: boolean) => string | undefined
}

/**
 * Values that all processes of a machine share, with the methods of OpenResty's `ngx.shared.DICT`. Every call is atomic and
 * synchronous; what one process has written, all others read. When it is full, what nobody has asked for the longest makes room.
 *
 * @example
 * const counters = SharedDictionary.open<number>('counters', { folder: '/dev/shm/shop', maxBytes: 1_000_000 })
 * counters.increment('seen')
 */
export class SharedDictionary<Value extends SharedValue = SharedValue> {
  readonly name: string
  readonly reach: Reach = 'machine'
  readonly #file: DictionaryFile
  readonly #room: Room
  readonly #lists: SharedLists
  readonly #touches: Touches
  readonly #clock: Clock

  private constructor(name: string, options: SharedDictionaryOptions) {
    const { folder, onDamaged = (damage) => process.emitWarning(damage) } = options
    this.name = name
    this.#clock = options.clock ?? Date.now
    this.#file = new DictionaryFile({ folder, name, onDamaged, maxBytes: options.maxBytes })
    this.#room = new Room(this.#file, options.maxBytes)
    this.#lists = new SharedLists(name, this.#file, this.#room, this.#clock)
    this.#touches = new Touches(this.#file, options.maxBytes)
  }

  /**
   * Opens a dictionary, or makes it. It stays when all processes have ended.
   *
   * @throws CacheError `E_SHARED_NAME`, `E_SHARED_FOLDER`, `E_SHARED_ROOM`, `E_SHARED_UNAVAILABLE`
   */
  static open<Value extends SharedValue = SharedValue>(
    name: string,
    options: SharedDictionaryOptions,
  ): SharedDictionary<Value> {
    if (/^[\w-]{1,64}$/.test(name)) return new SharedDictionary(name, options)
    throw new CacheError(
      'E_SHARED_NAME',
      `${JSON.stringify(name)} is no name for a shared dictionary: it is made of letters, digits, - and _, at most 64 of them.`,
    )
  }

  /**
   * The value; undefined when it is absent or has expired.
   *
   * @throws CacheError `E_SHARED_KIND` for a list
   */
  get(key: string): Value | undefined {
    const place = this.#place(key)
    const entry = this.#find(place)
    if (entry === undefined) return undefined
    const now = this.#clock()
    return entry.isExpired(now) ? undefined : this.#valueOf(place, entry, now)
  }

  /** As `get`, with the flags and the time that it has left. */
  entry(key: string): SharedEntry<Value> | undefined {
    const found = this.getStale(key)
    return found !== undefined && found.ttl > 0 ? found : undefined
  }

  /** As `entry`, and also what has expired, as long as its room has not been needed: nothing promises how long. */
  getStale(key: string): SharedEntry<Value> | undefined {
    const place = this.#place(key)
    const entry = this.#find(place)
    if (entry === undefined) return undefined
    const now = this.#clock()
    const { flags, expiresAt } = entry
    return { value: this.#valueOf(place, entry, now), flags, ttl: expiresAt - now }
  }

  has(key: string): boolean {
    return this.ttl(key) !== undefined
  }

  /** The flags that a value was stored with, without reading the value; undefined when it is absent or has expired. */
  flags(key: string): number | undefined {
    const entry = this.#find(this.#place(key))
    return entry === undefined || entry.isExpired(this.#clock()) ? undefined : entry.flags
  }

  /**
   * Runs several calls as one step: meanwhile no other process writes, and when `work` throws none of them has happened. The others
   * wait for it, so it must be short, and it cannot wait for anything itself.
   *
   * @example
   * accounts.transaction(() => {
   *   accounts.increment('ada', -5)
   *   accounts.increment('bob', 5)
   * })
   */
  transaction<Result>(work: () => Result): Result {
    return this.#file.write(() => {
      const result = work()
      if (result instanceof Promise)
        throw new TypeError('The work of a transaction on a shared dictionary cannot wait for anything.')
      return result
    })
  }

  /** Stores a value. Others make room when the dictionary is full. */
  set(key: string, value: Value, options?: SetOptions): Stored | NotStored<'no memory'> {
    return this.#store(key, value, options, { mayEvict: true })
  }

  /** As `set`, but nothing that has not expired makes room. */
  safeSet(key: string, value: Value, options?: SetOptions): Stored | NotStored<'no memory'> {
    return this.#store(key, value, options, { mayEvict: false })
  }

  /** Stores a value when there is none. */
  add(key: string, value: Value, options?: SetOptions): Stored | NotStored<'exists' | 'no memory'> {
    return this.#store(key, value, options, { mayEvict: true, refuse: whenThere })
  }

  /** As `add`, but nothing that has not expired makes room. */
  safeAdd(key: string, value: Value, options?: SetOptions): Stored | NotStored<'exists' | 'no memory'> {
    return this.#store(key, value, options, { mayEvict: false, refuse: whenThere })
  }

  /** Stores a value when there is one already. */
  replace(key: string, value: Value, options?: SetOptions): Stored | NotStored<'absent' | 'no memory'> {
    return this.#store(key, value, options, { mayEvict: true, refuse: whenAbsent })
  }

  /**
   * Adds to a number and answers the sum. What is there keeps the time that it has left.
   *
   * @throws CacheError `E_SHARED_KIND` when the value is no number, `E_SHARED_FULL` when there is no room for a new one
   */
  increment(
    key: NumberKey<Value>,
    by?: number,
    options?: IncrementOptions & { readonly init?: number },
  ): number
  increment(key: NumberKey<Value>, by: number, options: IncrementOptions): number | undefined
  increment(key: string, by = 1, { init = 0, initTtl }: IncrementOptions = {}): number | undefined {
    const lifetime = toLifetime(initTtl)
    const place = this.#place(key)
    const sum = this.#file.write(() => {
      const now = this.#clock()
      const found = this.#file.latest(place.at)
      const before = ofKey(place, found)
      if (before !== undefined && !before.isExpired(now)) {
        if (before.kind !== kinds.number) throw wrongKind(this.name, key, 'is no number')
        const grown = before.number + by
        this.#file.put(place.at, before.withValue(numberToBytes(grown), now))
        return grown
      }
      if (init === null) return undefined
      const first = init + by
      const value = numberToBytes(first)
      const parts = {
        key: place.key,
        kind: kinds.number,
        value,
        expiresAt: now + lifetime,
        touchedAt: now,
        flags: 0,
      }
      return this.#put(place, found, Entry.make(parts), true).stored ? first : 'no memory'
    })
    if (sum === 'no memory') throw full(this.name)
    return sum
  }

  /** Removes a value, or a list. Answers whether there was one. */
  delete(key: string): boolean {
    const place = this.#place(key)
    return this.#file.write(() => {
      const entry = this.#latest(place)
      if (entry === undefined) return false
      this.#room.remove(place.at, entry)
      return !entry.isExpired(this.#clock())
    })
  }

  /** Milliseconds that a value has left, Infinity when it never expires; undefined when it is absent. */
  ttl(key: string): number | undefined {
    const entry = this.#find(this.#place(key))
    const left = entry === undefined ? 0 : entry.expiresAt - this.#clock()
    return left > 0 ? left : undefined
  }

  /** Gives a value, or a list, a new time to live; `null`: without end. False when it is absent. */
  expire(key: string, ttl: Milliseconds | null): boolean {
    const lifetime = toLifetime(ttl ?? undefined)
    const place = this.#place(key)
    return this.#file.write(() => {
      const now = this.#clock()
      const entry = this.#latest(place)
      if (entry === undefined || entry.isExpired(now)) return false
      this.#file.put(place.at, entry.with({ expiresAt: now + lifetime, touchedAt: now }))
      return true
    })
  }

  /** Puts a value before the first of a list, which it makes when there is none. Nothing that has not expired makes room. */
  pushFront(key: string, value: Value): Pushed {
    return this.#lists.push(this.#place(key), 'front', value)
  }

  /** Puts a value behind the last of a list, which it makes when there is none. Nothing that has not expired makes room. */
  pushBack(key: string, value: Value): Pushed {
    return this.#lists.push(this.#place(key), 'back', value)
  }

  /** Takes the first value of a list, and the list with the last one. */
  popFront(key: string): Value | undefined {
    return this.#lists.pop(this.#place(key), 'front') as Value | undefined
  }

  /** Takes the last value of a list, and the list with the last one. */
  popBack(key: string): Value | undefined {
    return this.#lists.pop(this.#place(key), 'back') as Value | undefined
  }

  /** How many values a list has; 0 when there is none. */
  length(key: string): number {
    return this.#lists.length(this.#place(key))
  }

  /** Keys of what has not expired, in no order: so many at most, 0 for all. Others may write meanwhile. */
  keys(most = 1_024): string[] {
    const now = this.#clock()
    const found: string[] = []
    for (const [, entry] of this.#file.all()) {
      if (entry.isExpired(now)) continue
      found.push(entry.key)
      if (found.length === most) break
    }
    return found
  }

  /** Forgets everything. */
  flushAll(): void {
    this.#file.write(() => this.#file.clear())
  }

  /** Frees the room of what has expired, of so many at most, 0 for all. Answers of how many. */
  flushExpired(most = 0): number {
    return this.#file.write(() => {
      const now = this.#clock()
      const expired: [number, Entry][] = []
      for (const placed of this.#file.all()) {
        if (placed[1].isExpired(now)) expired.push(placed)
        if (most > 0 && expired.length === most) break
      }
      for (const [at, entry] of expired) this.#room.remove(at, entry)
      return expired.length
    })
  }

  /** Bytes that it holds at most. */
  get capacity(): number {
    return this.#room.capacity
  }

  /** Bytes that are free. What has expired takes room until that is needed, or until `flushExpired`. */
  get freeSpace(): number {
    return Math.max(0, this.capacity - this.#file.usedBytes)
  }

  /** Lets go of the file. What is in it stays. */
  async close(): Promise<void> {
    this.#touches.stop()
    await this.#file.close()
  }

  #store<Reason extends string>(
    key: string,
    value: Value,
    { ttl, flags }: SetOptions = {},
    { mayEvict, refuse }: Store,
  ): Stored | NotStored<Reason> {
    const lifetime = toLifetime(ttl)
    const parts = { ...toBytes(value), flags: toFlags(flags) }
    const place = this.#place(key)
    return this.#file.write((): Stored | NotStored<string> => {
      const now = this.#clock()
      const found = this.#file.latest(place.at)
      const before = ofKey(place, found)
      const reason = refuse?.(before !== undefined && !before.isExpired(now))
      if (reason !== undefined) return { stored: false, reason }
      const times = { expiresAt: now + lifetime, touchedAt: now }
      return this.#put(place, found, Entry.make({ key: place.key, ...parts, ...times }), mayEvict)
    }) as Stored | NotStored<Reason>
  }

  /** Another key may have its place, once in many billions: it makes room as one that nobody has asked for. */
  #put(
    place: Place,
    before: Entry | undefined,
    entry: Entry,
    mayEvict: boolean,
  ): Stored | NotStored<'no memory'> {
    const now = entry.touchedAt
    const isOther = before !== undefined && !before.hasKey(place.key) && !before.isExpired(now)
    if (isOther && !mayEvict) return { stored: false, reason: 'no memory' }
    const result = this.#room.put(place.at, before, entry, { mayEvict, now })
    return isOther && result.stored ? { stored: true, forcible: true } : result
  }

  #place(key: string): Place {
    return toPlace(key, this.#file.seed)
  }

  #find(place: Place): Entry | undefined {
    return ofKey(place, this.#file.read(place.at))
  }

  #latest(place: Place): Entry | undefined {
    return ofKey(place, this.#file.latest(place.at))
  }

  #valueOf(place: Place, entry: Entry, now: number): Value {
    if (entry.kind === kinds.list) throw wrongKind(this.name, place.key.toString(), 'is a list')
    const { touchedAt, value } = entry
    this.#touches.note(place.at, touchedAt, now)
    return value as Value
  }
}

/** What is in the place, unless it is another key's. */
function ofKey(place: Place, entry: Entry | undefined): Entry | undefined {
  return entry?.hasKey(place.key) ? entry : undefined
}

function whenThere(isThere: boolean): string | undefined {
  return isThere ? 'exists' : undefined
}

function whenAbsent(isThere: boolean): string | undefined {
  return isThere ? undefined : 'absent'
}
