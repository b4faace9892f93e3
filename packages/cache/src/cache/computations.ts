import { setTimeout as wait } from 'node:timers/promises'
import type { Milliseconds } from '../clock/milliseconds.ts'
import { CacheError } from '../errors/cache-error.ts'
import { createToken } from '../locks/create-token.ts'
import { leaseName, type CacheStore } from '../stores/cache-store.ts'
import type { Snapshot } from '../values/snapshot.ts'
import { Failures } from './failures.ts'

/** How a value is made, and where it is when another process has made it. */
export interface Computation {
  /** What others have made meanwhile. */
  find(): Promise<Snapshot | undefined>
  /** Makes it, and keeps it while `token` holds the lease; without a lease it is not kept. */
  make(token: string | undefined): Promise<Snapshot>
}

export interface ComputationsOptions {
  /** A process that does not renew its lease for so long is taken for dead. Default: 5000. */
  readonly leaseMs?: Milliseconds
}

const longestWaitMs = 100

/** Lets each value be made once, however many ask for it: within this process, and among all whom the store reaches. */
export class Computations {
  readonly #store: CacheStore
  readonly #failures: Failures
  readonly #leaseMs: Milliseconds
  readonly #running = new Map<string, Promise<Snapshot>>()
  readonly #refreshing = new Set<string>()

  constructor(store: CacheStore, { leaseMs = 5000 }: ComputationsOptions = {}) {
    this.#store = store
    this.#failures = new Failures(store)
    this.#leaseMs = leaseMs
  }

  /** The value, or the error of who makes it. @throws CacheError `E_CACHE_COMPUTATION` for an error of another process */
  once(key: string, computation: Computation): Promise<Snapshot> {
    return this.#running.get(key) ?? this.#run(key, () => this.#lead(key, computation))
  }

  /** Makes it anew unless somebody does already. */
  async refresh(key: string, computation: Computation): Promise<void> {
    if (this.#running.has(key) || this.#refreshing.has(key)) return
    this.#refreshing.add(key)
    try {
      const token = createToken()
      const holder = await this.#acquire(key, token)
      if (holder === token) await this.#run(key, () => this.#makeUnlessFound(key, token, computation))
    } finally {
      this.#refreshing.delete(key)
    }
  }

  /** From now on who asks gets another one than what is being made. */
  forget(key: string): void {
    this.#running.delete(key)
  }

  #run(key: string, work: () => Promise<Snapshot>): Promise<Snapshot> {
    const running = work().finally(() => {
      if (this.#running.get(key) === running) this.#running.delete(key)
    })
    this.#running.set(key, running)
    return running
  }

  async #lead(key: string, computation: Computation): Promise<Snapshot> {
    const token = createToken()
    let awaited: string | undefined
    // oxlint-disable no-await-in-loop -- until it is there, or somebody is needed to make it
    for (let attempt = 0; ; attempt += 1) {
      const holder = await this.#acquire(key, token)
      const failure =
        awaited === undefined || holder === awaited ? undefined : await this.#failures.find(key, awaited)
      if (failure !== undefined) {
        if (holder === token) await this.#release(key, token)
        throw failure
      }
      if (holder === undefined) return computation.make(undefined)
      if (holder === token) return this.#makeUnlessFound(key, token, computation)
      const found = await computation.find()
      if (found !== undefined) return found
      awaited = holder
      await wait(Math.min(longestWaitMs, 2 ** attempt) * (0.5 + Math.random() / 2))
    }
    // oxlint-enable no-await-in-loop
  }

  /** Who saw the stale one may get the lease when another has made it anew and given it back. */
  async #makeUnlessFound(key: string, token: string, computation: Computation): Promise<Snapshot> {
    const found = await computation.find()
    if (found === undefined) return this.#make(key, token, computation)
    await this.#release(key, token)
    return found
  }

  async #make(key: string, token: string, computation: Computation): Promise<Snapshot> {
    const renewal = setInterval(() => void this.#renew(key, token), this.#leaseMs / 3).unref()
    try {
      return await computation.make(token)
    } catch (error) {
      await this.#failures.tell(key, token, error, this.#leaseMs)
      throw error
    } finally {
      clearInterval(renewal)
      // What was kept has ended its lease already: nobody waits for this.
      void this.#release(key, token)
    }
  }

  /** Who holds the lease; undefined when nobody can tell, so that everybody computes for himself. */
  async #acquire(key: string, token: string): Promise<string | undefined> {
    try {
      return await this.#store.leases.acquire(leaseName(key), token, this.#leaseMs)
    } catch (error) {
      if (error instanceof CacheError) return undefined
      throw error
    }
  }

  async #renew(key: string, token: string): Promise<void> {
    try {
      await this.#store.leases.renew(leaseName(key), token, this.#leaseMs)
    } catch {
      // What is made without a lease is not kept, and nobody is kept from making it.
    }
  }

  async #release(key: string, token: string): Promise<void> {
    try {
      await this.#store.leases.release(leaseName(key), token)
    } catch {
      // It ends by itself.
    }
  }
}
