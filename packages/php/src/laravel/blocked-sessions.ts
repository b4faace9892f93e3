import { randomBytes } from 'node:crypto'
import type { LockStore } from '@vanillin/cache'
import { retryUntil, seconds, Turns, VanillinError, type Unlock } from '@vanillin/core'
import type {
  PhpSessionStore,
  SessionAccess,
  StoredChange,
  StoredSession,
} from '../sessions/php-session-store.ts'

/** What Laravel takes when a route does not say for how long. */
const LOCK_EXPIRY_MS = seconds(10)
const TIMEOUT_MS = 10_000

/** Sessions under the lock that Laravel's routes with `->block()` hold: each change waits for it, and takes it. */
export class BlockedSessions implements PhpSessionStore {
  readonly #store: PhpSessionStore
  readonly #locks: LockStore
  readonly #turns = new Turns()
  /** Sessions whose lock a request of this process has. */
  readonly #held = new Set<string>()

  constructor(store: PhpSessionStore, locks: LockStore) {
    this.#store = store
    this.#locks = locks
  }

  get description(): string {
    return this.#store.description
  }

  read(id: string, access: SessionAccess): Promise<StoredSession | undefined> {
    return this.#store.read(id, access)
  }

  async update(id: string, access: SessionAccess, change: StoredChange): Promise<void> {
    if (this.#held.has(id)) return this.#store.update(id, access, change)
    const unlock = await this.#take(id, TIMEOUT_MS)
    if (unlock === undefined)
      throw new VanillinError(
        'E_SESSION_LOCK_TIMEOUT',
        `PHP, or another request, did not let go of the session within ${TIMEOUT_MS} ms.`,
      )
    try {
      await this.#store.update(id, access, change)
    } finally {
      await unlock()
    }
  }

  async lock(id: string, _access: SessionAccess, timeoutMs: number): Promise<Unlock | undefined> {
    const unlock = await this.#take(id, timeoutMs)
    if (unlock === undefined) return undefined
    this.#held.add(id)
    return async () => {
      this.#held.delete(id)
      await unlock()
    }
  }

  async #take(id: string, timeoutMs: number): Promise<Unlock | undefined> {
    const deadline = Date.now() + timeoutMs
    const leave = await this.#turns.take(id, timeoutMs)
    if (leave === undefined) return undefined
    const name = `session:${id}`
    const token = randomBytes(12).toString('base64url')
    try {
      const isTaken = await retryUntil(deadline, async () => {
        const owner = await this.#locks.acquire(name, token, LOCK_EXPIRY_MS)
        return owner === token || undefined
      })
      if (isTaken === undefined) {
        leave()
        return undefined
      }
    } catch (error) {
      leave()
      throw error
    }
    return async () => {
      try {
        await this.#locks.release(name, token)
      } finally {
        leave()
      }
    }
  }
}
