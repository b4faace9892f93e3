import type { SessionRecord } from '../session-record.ts'
import type { RecordChange, SessionStore, Unlock } from '../session-store.ts'

export interface MemorySessionOptions {
  /** Above it the session that was changed longest ago goes. Default: 100,000. */
  readonly maxSessions?: number
}

/** Sessions in the memory of this process: gone when it ends, unknown to other workers. For tests and development. */
export class MemorySessionStore implements SessionStore {
  readonly isSynchronous = true
  readonly description = 'the memory of this process'
  readonly #maxSessions: number
  readonly #records = new Map<string, SessionRecord>()
  readonly #locks = new Map<string, { readonly until: number }>()

  constructor({ maxSessions = 100_000 }: MemorySessionOptions = {}) {
    this.#maxSessions = maxSessions
  }

  read(key: string): SessionRecord | undefined {
    return this.#records.get(key)
  }

  update(key: string, change: RecordChange): true {
    const record = change(this.#records.get(key))
    // Out and in again: the map is in the order of the last change.
    this.#records.delete(key)
    if (record === undefined) return true
    this.#records.set(key, record)
    if (this.#records.size > this.#maxSessions) this.#dropOldest()
    return true
  }

  lock(key: string, heldMs: number): Promise<Unlock | undefined> {
    const now = Date.now()
    if ((this.#locks.get(key)?.until ?? 0) > now) return Promise.resolve(undefined)
    const lock = { until: now + heldMs }
    this.#locks.set(key, lock)
    return Promise.resolve(() => {
      if (this.#locks.get(key) === lock) this.#locks.delete(key)
    })
  }

  collectGarbage(now: number): void {
    for (const [key, record] of this.#records) if (record.expiresAt <= now) this.#records.delete(key)
  }

  #dropOldest(): void {
    for (const key of this.#records.keys()) {
      this.#records.delete(key)
      return
    }
  }
}
