import { Lock, type LockOptions } from '../locks/lock.ts'
import type { LockStore } from '../locks/lock-store.ts'

/** The locks of an app: what `cache()` provides, and `lock()` speaks of. */
export class Locks {
  readonly #createStore: () => LockStore
  readonly #onFirstUse: (store: LockStore) => void
  #store: LockStore | undefined

  /** @param createStore called for the first lock: an app without locks has no store for them */
  constructor(createStore: () => LockStore, onFirstUse: (store: LockStore) => void = () => {}) {
    this.#createStore = createStore
    this.#onFirstUse = onFirstUse
  }

  get store(): LockStore {
    if (this.#store === undefined) {
      this.#store = this.#createStore()
      this.#onFirstUse(this.#store)
    }
    return this.#store
  }

  /** @throws CacheError `E_LOCK_INVALID`, `E_REACH` */
  lock(name: string, options?: LockOptions): Lock {
    return new Lock(this.store, name, options)
  }
}
