import { Turns, VanillinError, type Unlock } from '@vanillin/core'
import type { PhpSessionStore, SessionAccess, StoredChange, StoredSession } from './php-session-store.ts'

/** What keeps PHP, and others, out of a session. */
export interface SessionLock {
  /** The name of a session's lock. */
  readonly name: (id: string, access: SessionAccess) => string
  /** Takes the lock; undefined when others have it for longer than `timeoutMs`. */
  readonly take: (name: string, timeoutMs: number) => Promise<Unlock | undefined>
}

const TIMEOUT_MS = 10_000

/** Sessions under a lock: each change waits for it, and takes it, unless a request of this process has it already. */
export class LockedSessions implements PhpSessionStore {
  readonly #store: PhpSessionStore
  readonly #lock: SessionLock
  readonly #turns = new Turns()
  /** The locks that requests of this process hold. */
  readonly #held = new Set<string>()

  constructor(store: PhpSessionStore, lock: SessionLock) {
    this.#store = store
    this.#lock = lock
  }

  get description(): string {
    return this.#store.description
  }

  read(id: string, access: SessionAccess): Promise<StoredSession | undefined> {
    return this.#store.read(id, access)
  }

  async update(id: string, access: SessionAccess, change: StoredChange): Promise<void> {
    const name = this.#lock.name(id, access)
    if (this.#held.has(name)) return this.#store.update(id, access, change)
    const unlock = await this.#take(name, TIMEOUT_MS)
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

  readonly lock = async (
    id: string,
    access: SessionAccess,
    timeoutMs: number,
  ): Promise<Unlock | undefined> => {
    const name = this.#lock.name(id, access)
    const unlock = await this.#take(name, timeoutMs)
    if (unlock === undefined) return undefined
    this.#held.add(name)
    return () => {
      this.#held.delete(name)
      return unlock()
    }
  }

  #take(name: string, timeoutMs: number): Promise<Unlock | undefined> {
    return this.#turns.lock(name, timeoutMs, (leftMs) => this.#lock.take(name, leftMs))
  }
}
