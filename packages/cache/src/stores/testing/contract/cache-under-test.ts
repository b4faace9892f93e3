import { expect } from 'vitest'
import { createCache, type Cache, type CacheStore, type Clock } from '../../../index.ts'

/** A store to run the contract on, empty. */
export interface CacheStoreSubject {
  readonly store: CacheStore
  /** The same as another process has it; undefined where nobody else can. */
  readonly other: CacheStore | undefined
}

/** What each case is handed: a cache in an empty store, and its time. */
export class CacheUnderTest {
  now = 0
  readonly clock: Clock = () => this.now
  readonly #create: (clock: Clock) => CacheStoreSubject | Promise<CacheStoreSubject>
  #subject: CacheStoreSubject | undefined
  #cache: Cache | undefined

  constructor(create: (clock: Clock) => CacheStoreSubject | Promise<CacheStoreSubject>) {
    this.#create = create
  }

  async begin(): Promise<void> {
    this.now = Date.now()
    this.#subject = await this.#create(this.clock)
    this.#cache = this.cacheOn(this.store)
  }

  get store(): CacheStore {
    return this.#subject!.store
  }

  get other(): CacheStore | undefined {
    return this.#subject!.other
  }

  get cache(): Cache {
    return this.#cache!
  }

  /** The same in another process, or where nobody else can have it, once more in this one. */
  get elsewhere(): Cache {
    return this.cacheOn(this.other ?? this.store)
  }

  cacheOn(store: CacheStore): Cache {
    return createCache(store, { clock: this.clock, leaseMs: 5000, report: () => {} })
  }

  /** Lets time pass until something is so: a store may go by a clock of its own. */
  eventually(work: () => unknown) {
    return expect.poll(
      () => {
        this.now += 5
        return work()
      },
      { interval: 5 },
    )
  }
}
