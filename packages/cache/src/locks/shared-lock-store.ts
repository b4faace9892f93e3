import type { Milliseconds } from '../clock/milliseconds.ts'
import { full } from '../dictionary/dictionary-errors.ts'
import type { SharedDictionary } from '../dictionary/shared-dictionary.ts'
import type { LockStore } from './lock-store.ts'

export interface SharedLockOptions {
  /** Comes before every name. Default: `lock:`. */
  readonly prefix?: string
  /** Whether others make room for a lock where the dictionary is full, which may take away one that is held. Default: false. */
  readonly evicts?: boolean
}

/** Locks among the processes of one machine, in a shared dictionary. A full one refuses further locks. */
export class SharedLockStore implements LockStore {
  readonly reach = 'machine'
  readonly description: string
  readonly #dictionary: SharedDictionary
  readonly #prefix: string
  readonly #evicts: boolean

  constructor(dictionary: SharedDictionary, { prefix = 'lock:', evicts = false }: SharedLockOptions = {}) {
    this.#dictionary = dictionary
    this.#prefix = prefix
    this.#evicts = evicts
    this.description = `the shared dictionary ${dictionary.name}`
  }

  /** @throws CacheError `E_SHARED_FULL` */
  acquire(name: string, token: string, ttl: Milliseconds): string {
    const key = this.#prefix + name
    // Who waits asks again and again: to look hinders nobody.
    const holder = this.#dictionary.get(key)
    if (typeof holder === 'string') return holder
    return this.#dictionary.transaction(() => {
      const stored = this.#evicts
        ? this.#dictionary.add(key, token, { ttl })
        : this.#dictionary.safeAdd(key, token, { ttl })
      if (stored.stored) return token
      if (stored.reason === 'no memory') throw full(this.#dictionary.name)
      return this.#dictionary.get(key) as string
    })
  }

  renew(name: string, token: string, ttl: Milliseconds): boolean {
    const key = this.#prefix + name
    return this.#dictionary.transaction(
      () => this.#dictionary.get(key) === token && this.#dictionary.expire(key, ttl),
    )
  }

  release(name: string, token: string): boolean {
    const key = this.#prefix + name
    return this.#dictionary.transaction(
      () => this.#dictionary.get(key) === token && this.#dictionary.delete(key),
    )
  }
}
