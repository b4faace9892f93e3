import { CacheError } from '../../errors/cache-error.ts'
import type { Milliseconds } from '../../clock/milliseconds.ts'
import type { SharedDictionary } from '../../dictionary/shared-dictionary.ts'
import type { SharedValue } from '../../dictionary/shared-value.ts'
import { SharedLockStore } from '../../locks/shared-lock-store.ts'
import type { CacheEntry } from '../cache-entry.ts'
import { leaseName, type CacheStore } from '../cache-store.ts'
import { counterEntry, entryFromText, entryToText } from '../entry-text.ts'
import { noCounter } from '../no-counter.ts'

const leasePrefix = 'lease:'
/** Tells what is written from what was written before. */
const stamps = 2 ** 32

/** A cache in a shared dictionary, for all processes of a machine. */
export class SharedStore implements CacheStore {
  readonly reach = 'machine'
  readonly description: string
  readonly leases: SharedLockStore
  readonly #dictionary: SharedDictionary

  constructor(dictionary: SharedDictionary) {
    this.#dictionary = dictionary
    this.description = `the shared dictionary ${dictionary.name}`
    this.leases = new SharedLockStore(dictionary, { prefix: leasePrefix, evicts: true })
  }

  get(key: string): CacheEntry | undefined {
    return toEntry(this.#dictionary.get(key))
  }

  getMany(keys: readonly string[]): (CacheEntry | undefined)[] {
    return keys.map((key) => this.get(key))
  }

  /** Differs whenever the entry was written anew; undefined when there is none. It costs less than the entry. */
  stamp(key: string): number | undefined {
    return this.#dictionary.flags(key)
  }

  set(key: string, entry: CacheEntry, ttl: Milliseconds | undefined): boolean {
    return this.#dictionary.transaction(() => this.#set(key, entry, ttl))
  }

  add(key: string, entry: CacheEntry, ttl: Milliseconds | undefined): boolean {
    return this.#dictionary.transaction(() => !this.#dictionary.has(key) && this.#set(key, entry, ttl))
  }

  setLeased(key: string, entry: CacheEntry, ttl: Milliseconds | undefined, token: string): boolean {
    return this.#dictionary.transaction(
      () => this.leases.release(leaseName(key), token) && this.#set(key, entry, ttl),
    )
  }

  delete(key: string): boolean {
    return this.#dictionary.transaction(() => {
      this.#dictionary.delete(leasePrefix + leaseName(key))
      return this.#dictionary.delete(key)
    })
  }

  pull(key: string): CacheEntry | undefined {
    return this.#dictionary.transaction(() => {
      const entry = this.get(key)
      this.delete(key)
      return entry
    })
  }

  increment(key: string, by: number, ttl: Milliseconds | undefined): number | undefined {
    try {
      return this.#dictionary.increment(key, by, ttl === undefined ? {} : { initTtl: ttl })
    } catch (error) {
      if (!(error instanceof CacheError)) throw error
      if (error.code === 'E_SHARED_FULL') return undefined
      throw error.code === 'E_SHARED_KIND' ? noCounter(key) : error
    }
  }

  clear(prefix: string): void {
    for (const key of this.#dictionary.keys(0)) if (key.startsWith(prefix)) this.delete(key)
  }

  #set(key: string, entry: CacheEntry, ttl: Milliseconds | undefined): boolean {
    this.#dictionary.delete(leasePrefix + leaseName(key))
    const text = entryToText(entry)
    const value = text.startsWith('[') ? text : Number(text)
    const flags = Math.floor(Math.random() * stamps)
    const { stored } = this.#dictionary.set(key, value, { flags, ...(ttl === undefined ? {} : { ttl }) })
    // What was there is older: better nothing.
    if (!stored) this.#dictionary.delete(key)
    return stored
  }
}

function toEntry(value: SharedValue | undefined): CacheEntry | undefined {
  if (typeof value === 'number') return counterEntry(value)
  return typeof value === 'string' ? entryFromText(value) : undefined
}
