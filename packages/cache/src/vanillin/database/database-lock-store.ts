import type { DatabaseCache } from '@vanillin/core'
import type { Milliseconds } from '../../clock/milliseconds.ts'
import { CacheError } from '../../errors/cache-error.ts'
import type { LockStore } from '../../locks/lock-store.ts'
import { Outage } from '../../redis/outage.ts'
import { askDatabase } from './ask-database.ts'

export interface DatabaseLockOptions {
  /** Which row of the table holds a lock. Default: `lock:` and its name. */
  readonly toKey?: (name: string) => string
  /** How long an answer of the database is waited for. Default: 1000. */
  readonly timeoutMs?: Milliseconds
  /** Called once when the database cannot be asked any more. */
  readonly onUnavailable: (error: CacheError) => void
  /** Called once when it answers again. */
  readonly onAvailable: () => void
}

const retryMs = 1000

/** Locks in the table `cache`, for all machines that share a database. They last by its clock. */
export class DatabaseLockStore implements LockStore {
  readonly reach = 'machines'
  readonly description: string
  readonly #rows: DatabaseCache
  readonly #toKey: (name: string) => string
  readonly #outage: Outage

  constructor(rows: DatabaseCache, options: DatabaseLockOptions) {
    const { toKey = (name) => `lock:${name}`, timeoutMs = 1000, onUnavailable, onAvailable } = options
    this.#rows = rows
    this.#toKey = toKey
    this.description = rows.description
    this.#outage = new Outage({ timeoutMs, retryMs, toError: unavailable, onUnavailable, onAvailable })
  }

  acquire(name: string, token: string, ttl: Milliseconds): Promise<string> {
    const key = this.#toKey(name)
    return askDatabase(
      this.#outage,
      () => this.#rows.acquire(key, token, ttl),
      () => this.#rows.release(key, token),
    )
  }

  renew(name: string, token: string, ttl: Milliseconds): Promise<boolean> {
    return askDatabase(this.#outage, () => this.#rows.renew(this.#toKey(name), token, ttl))
  }

  release(name: string, token: string): Promise<boolean> {
    return askDatabase(this.#outage, () => this.#rows.release(this.#toKey(name), token))
  }
}

function unavailable(reason: string, cause?: unknown): CacheError {
  return new CacheError('E_LOCK_UNAVAILABLE', `The database cannot be asked for locks: ${reason}`, { cause })
}
