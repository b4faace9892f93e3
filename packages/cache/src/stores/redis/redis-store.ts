import type { Milliseconds } from '../../clock/milliseconds.ts'
import { CacheError } from '../../errors/cache-error.ts'
import { RedisLockStore } from '../../locks/redis-lock-store.ts'
import { Outage } from '../../redis/outage.ts'
import type { RedisClient } from '../../redis/redis-client.ts'
import type { CacheEntry } from '../cache-entry.ts'
import { leaseName, type CacheStore } from '../cache-store.ts'
import { entryFromText, entryToText } from '../entry-text.ts'
import { noCounter } from '../no-counter.ts'
import { incrementScript, keepScript, pullScript } from './store-scripts.ts'

export interface RedisStoreOptions {
  /** Comes before every key. Default: `cache:`. */
  readonly prefix?: string
  /** How long a call waits for Redis at most. Default: 250. */
  readonly timeoutMs?: Milliseconds
  /** While Redis is down, how often one call tries again; the others do not wait. Default: 1000. */
  readonly retryMs?: Milliseconds
  /** Called once when Redis stops to answer. Default: a warning of the process. */
  readonly onUnavailable?: (error: CacheError) => void
  /** Called once when it answers again. */
  readonly onAvailable?: () => void
}

interface StoreCommands {
  vanillinKeep(
    key: string,
    lease: string,
    how: 'set' | 'add' | 'leased',
    token: string,
    text: string,
    ttl: string,
  ): Promise<number>
  vanillinPull(key: string, lease: string): Promise<string | null>
  vanillinIncrement(key: string, by: string, ttl: string): Promise<string>
}

/** Larger values would hold up everybody else's commands. */
const largestText = 16 * 1024 * 1024

/**
 * A cache in Redis 5 or later, for all machines that share it. While Redis is down it holds nothing and keeps nothing: no call waits longer than
 * `timeoutMs`, and once one has waited in vain the others do not wait at all, but for one each `retryMs` that tries.
 */
export class RedisStore implements CacheStore {
  readonly reach = 'machines'
  readonly description = 'Redis'
  readonly leases: RedisLockStore
  readonly #client: RedisClient & StoreCommands
  readonly #prefix: string
  readonly #outage: Outage

  constructor(client: RedisClient, options: RedisStoreOptions = {}) {
    const { prefix = 'cache:', timeoutMs = 250, retryMs = 1000 } = options
    const { onUnavailable = warn, onAvailable = () => {} } = options
    client.defineCommand('vanillinKeep', { lua: keepScript, numberOfKeys: 2 })
    client.defineCommand('vanillinPull', { lua: pullScript, numberOfKeys: 2 })
    client.defineCommand('vanillinIncrement', { lua: incrementScript, numberOfKeys: 1 })
    this.#client = client as RedisClient & StoreCommands
    this.#prefix = prefix
    this.#outage = new Outage({ timeoutMs, retryMs, toError: unavailable, onUnavailable, onAvailable })
    // The store says that Redis is down; its leases need not say it again.
    this.leases = new RedisLockStore(client, {
      prefix: `${prefix}lease:`,
      timeoutMs,
      onUnavailable: () => {},
    })
  }

  /** Whether Redis answers; if it does not, `onUnavailable` is called now and not by the first request. */
  ping(): Promise<boolean> {
    return this.#outage.askOr(false, () => this.#client.ping().then(() => true))
  }

  async get(key: string): Promise<CacheEntry | undefined> {
    return toEntry(await this.#outage.askOr(null, () => this.#client.get(this.#keyOf(key))))
  }

  /** One after the other on the wire and not as MGET, which a cluster refuses for keys of several slots. */
  async getMany(keys: readonly string[]): Promise<(CacheEntry | undefined)[]> {
    const texts = await this.#outage.askOr(undefined, () =>
      Promise.all(keys.map((key) => this.#client.get(this.#keyOf(key)))),
    )
    return keys.map((_key, index) => toEntry(texts?.[index] ?? null))
  }

  set(key: string, entry: CacheEntry, ttl: Milliseconds | undefined): Promise<boolean> {
    return this.#keep('set', key, entry, ttl)
  }

  add(key: string, entry: CacheEntry, ttl: Milliseconds | undefined): Promise<boolean> {
    return this.#keep('add', key, entry, ttl)
  }

  setLeased(key: string, entry: CacheEntry, ttl: Milliseconds | undefined, token: string): Promise<boolean> {
    return this.#keep('leased', key, entry, ttl, token)
  }

  async delete(key: string): Promise<boolean> {
    const removed = this.#outage.askOr([0], () =>
      Promise.all([this.#client.unlink(this.#keyOf(key)), this.#client.unlink(this.#leaseOf(key))]),
    )
    return (await removed)[0] === 1
  }

  async pull(key: string): Promise<CacheEntry | undefined> {
    const pulled = this.#outage.askOr(null, () =>
      this.#client.vanillinPull(this.#keyOf(key), this.#leaseOf(key)),
    )
    return toEntry(await pulled)
  }

  async increment(key: string, by: number, ttl: Milliseconds | undefined): Promise<number | undefined> {
    const sum = await this.#outage.askOr(undefined, () =>
      this.#client.vanillinIncrement(this.#keyOf(key), String(by), toMilliseconds(ttl)),
    )
    if (sum === '') throw noCounter(key)
    return sum === undefined ? undefined : Number(sum)
  }

  async clear(prefix: string): Promise<void> {
    const patterns = [this.#prefix, `${this.#prefix}lease:`].map(
      (before) => `${literal(`${before}{${prefix}`)}*`,
    )
    const nodes = this.#client.nodes?.('master') ?? [this.#client]
    await this.#outage.askOr(undefined, () =>
      Promise.all(nodes.flatMap((node) => patterns.map((pattern) => this.#removeAll(node, pattern)))),
    )
  }

  async #removeAll(node: RedisClient, pattern: string): Promise<void> {
    let cursor = '0'
    do {
      // oxlint-disable-next-line no-await-in-loop -- the cursor comes from the call before
      const [next, keys] = await node.scan(cursor, 'MATCH', pattern, 'COUNT', 1000)
      // oxlint-disable-next-line no-await-in-loop -- one by one, since a cluster has them in several slots
      await Promise.all(keys.map((key) => this.#client.unlink(key)))
      cursor = next
    } while (cursor !== '0')
  }

  async #keep(
    how: 'set' | 'add' | 'leased',
    key: string,
    entry: CacheEntry,
    ttl: Milliseconds | undefined,
    token = '',
  ): Promise<boolean> {
    const text = entryToText(entry)
    if (text.length > largestText) return false
    const kept = this.#outage.askOr(0, () =>
      this.#client.vanillinKeep(this.#keyOf(key), this.#leaseOf(key), how, token, text, toMilliseconds(ttl)),
    )
    return (await kept) === 1
  }

  #keyOf(key: string): string {
    return `${this.#prefix}{${key}}`
  }

  #leaseOf(key: string): string {
    return `${this.#prefix}lease:${leaseName(key)}`
  }
}

function toEntry(text: string | null): CacheEntry | undefined {
  return text === null ? undefined : entryFromText(text)
}

function toMilliseconds(ttl: Milliseconds | undefined): string {
  return ttl === undefined ? '' : String(Math.max(1, Math.ceil(ttl)))
}

/** A text for MATCH that stands for itself. */
function literal(text: string): string {
  return text.replaceAll(/[*?[\]\\^-]/g, String.raw`\$&`)
}

function unavailable(reason: string, cause?: unknown): CacheError {
  return new CacheError('E_CACHE_UNAVAILABLE', `Redis cannot be asked for what is cached: ${reason}`, {
    cause,
  })
}

function warn(error: CacheError): void {
  process.emitWarning(`${error.message} ${error.help}`, { code: error.code })
}
