import {
  readRecord,
  SharedSessions,
  writeRecord,
  type RecordChange,
  type SessionRecord,
  type Unlock,
} from '@vanillin/core'
import type { SharedDictionary } from '../dictionary/shared-dictionary.ts'
import { full } from '../dictionary/dictionary-errors.ts'
import { createToken } from '../locks/create-token.ts'
import { SharedLockStore } from '../locks/shared-lock-store.ts'

/** Those that are over are also removed whenever room is needed. */
const mostCollected = 1_000

/**
 * Sessions in a shared dictionary, for all workers of a machine. They are gone when the machine starts again, and when the dictionary is full the one
 * that was used longest ago makes room.
 */
export class SharedSessionStore extends SharedSessions {
  readonly isSynchronous = true
  readonly description: string
  readonly #dictionary: SharedDictionary
  readonly #locks: SharedLockStore

  constructor(dictionary: SharedDictionary) {
    super()
    this.#dictionary = dictionary
    this.#locks = new SharedLockStore(dictionary, { evicts: true })
    this.description = `the shared dictionary ${dictionary.name}`
  }

  read(key: string): SessionRecord | undefined {
    const text = this.#dictionary.get(key)
    return typeof text === 'string' ? readRecord(text) : undefined
  }

  /** @throws CacheError `E_SHARED_FULL` for a session that is larger than the dictionary */
  update(key: string, change: RecordChange): boolean {
    this.#dictionary.transaction(() => {
      const before = this.read(key)
      const after = change(before)
      if (after === before) return
      const ttl = after === undefined ? 0 : after.expiresAt - Date.now()
      if (after === undefined || ttl <= 0) this.#dictionary.delete(key)
      else if (!this.#dictionary.set(key, writeRecord(after), { ttl }).stored)
        throw full(this.#dictionary.name)
    })
    return true
  }

  lock(key: string, heldMs: number): Promise<Unlock | undefined> {
    const token = createToken()
    const isOurs = this.#locks.acquire(key, token, heldMs) === token
    return Promise.resolve(isOurs ? (): void => void this.#locks.release(key, token) : undefined)
  }

  collectGarbage(): void {
    this.#dictionary.flushExpired(mostCollected)
  }
}
