import type { CacheRowValue, DatabaseCache } from '@vanillin/core'
import type { Milliseconds } from '../../clock/milliseconds.ts'
import { CacheError } from '../../errors/cache-error.ts'
import { Outage } from '../../redis/outage.ts'
import type { CacheEntry } from '../../stores/cache-entry.ts'
import type { CacheStore } from '../../stores/cache-store.ts'
import { counterEntry, entryFromText, entryToText } from '../../stores/entry-text.ts'
import { noCounter } from '../../stores/no-counter.ts'
import { askDatabase } from './ask-database.ts'
import { DatabaseLockStore } from './database-lock-store.ts'

export interface DatabaseStoreOptions {
  /** How long a call waits for the database at most. Default: 1000. */
  readonly timeoutMs?: Milliseconds
  /** While the database is down, how often one call tries again; the others do not wait. Default: 1000. */
  readonly retryMs?: Milliseconds
  /** Called once when the database cannot be asked any more. */
  readonly onUnavailable: (error: CacheError) => void
  /** Called once when it answers again. */
  readonly onAvailable: () => void
}

/** What MySQL takes in one packet by its defaults, by far. */
const largestBytes = 2 * 1024 * 1024

/** A cache in the table `cache` of the app's database, for all machines that share it. While it cannot be asked, it holds nothing and keeps nothing. */
export class DatabaseStore implements CacheStore {
  readonly reach = 'machines'
  readonly description: string
  readonly leases: DatabaseLockStore
  readonly #rows: DatabaseCache
  readonly #outage: Outage

  constructor(rows: DatabaseCache, options: DatabaseStoreOptions) {
    const { timeoutMs = 1000, retryMs = 1000, onUnavailable, onAvailable } = options
    this.#rows = rows
    this.description = rows.description
    this.#outage = new Outage({ timeoutMs, retryMs, toError: unavailable, onUnavailable, onAvailable })
    // A lease is named by the key in braces, and lies in the row of the key. That the database is down is said once.
    const quiet = { onUnavailable: () => {}, onAvailable: () => {} }
    this.leases = new DatabaseLockStore(rows, { toKey: (name) => name.slice(1, -1), timeoutMs, ...quiet })
  }

  async get(key: string): Promise<CacheEntry | undefined> {
    return (await this.getMany([key]))[0]
  }

  async getMany(keys: readonly string[]): Promise<(CacheEntry | undefined)[]> {
    const values = await this.#askOr(undefined, () => this.#rows.read(keys))
    return keys.map((_key, index) => toEntry(values?.[index]))
  }

  async set(key: string, entry: CacheEntry, ttl: Milliseconds | undefined): Promise<boolean> {
    const value = toValue(entry)
    if (value === undefined) return this.#isTooLarge(key)
    return this.#keep(key, () => this.#rows.write(key, value, ttl).then(() => true))
  }

  async add(key: string, entry: CacheEntry, ttl: Milliseconds | undefined): Promise<boolean> {
    const value = toValue(entry)
    return value !== undefined && this.#keep(key, () => this.#rows.add(key, value, ttl))
  }

  async setLeased(
    key: string,
    entry: CacheEntry,
    ttl: Milliseconds | undefined,
    token: string,
  ): Promise<boolean> {
    const value = toValue(entry)
    return value !== undefined && this.#askOr(false, () => this.#rows.writeLeased(key, value, ttl, token))
  }

  delete(key: string): Promise<boolean> {
    return this.#askOr(false, () => this.#rows.remove(key))
  }

  async pull(key: string): Promise<CacheEntry | undefined> {
    return toEntry(await this.#askOr(undefined, () => this.#rows.take(key)))
  }

  async increment(key: string, by: number, ttl: Milliseconds | undefined): Promise<number | undefined> {
    const sum = await this.#askOr('none' as const, () => this.#rows.increment(key, by, ttl))
    if (sum === undefined) throw noCounter(key)
    return sum === 'none' ? undefined : sum
  }

  async clear(prefix: string): Promise<void> {
    await this.#askOr(undefined, () => this.#rows.removeAll(prefix))
  }

  /** What was there is older: better nothing. */
  async #isTooLarge(key: string): Promise<false> {
    await this.delete(key)
    return false
  }

  /** What is kept too late may stand in the place of something newer, or of nothing: it goes. */
  #keep(key: string, work: () => Promise<boolean>): Promise<boolean> {
    return this.#askOr(false, work, async (isKept) => isKept && this.#rows.remove(key))
  }

  async #askOr<Answer, Otherwise>(
    otherwise: Otherwise,
    work: () => Promise<Answer>,
    undo?: (answer: Answer) => Promise<unknown>,
  ): Promise<Answer | Otherwise> {
    try {
      return await askDatabase(this.#outage, work, undo)
    } catch (error) {
      if (error instanceof CacheError) return otherwise
      throw error
    }
  }
}

/** Undefined for what is too large. */
function toValue(entry: CacheEntry): CacheRowValue | undefined {
  const text = entryToText(entry)
  if (!text.startsWith('[')) return Number(text)
  return Buffer.byteLength(text) > largestBytes ? undefined : text
}

function toEntry(value: CacheRowValue | undefined): CacheEntry | undefined {
  if (value === undefined) return undefined
  return typeof value === 'number' ? counterEntry(value) : entryFromText(value)
}

function unavailable(reason: string, cause?: unknown): CacheError {
  return new CacheError('E_CACHE_UNAVAILABLE', `The database cannot be asked for what is cached: ${reason}`, {
    cause,
  })
}
