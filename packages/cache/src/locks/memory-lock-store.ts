import type { Clock } from '../clock/clock.ts'
import type { Milliseconds } from '../clock/milliseconds.ts'
import type { LockStore } from './lock-store.ts'

interface Holder {
  readonly token: string
  readonly until: number
}

/** Locks among the requests of one process. */
export class MemoryLockStore implements LockStore {
  readonly reach = 'worker'
  readonly description = 'the memory of this worker'
  readonly #clock: Clock
  readonly #holders = new Map<string, Holder>()

  constructor({ clock = () => Date.now() }: { readonly clock?: Clock } = {}) {
    this.#clock = clock
  }

  acquire(name: string, token: string, ttl: Milliseconds): string {
    const now = this.#clock()
    const holder = this.#holders.get(name)
    if (holder !== undefined && holder.until > now) return holder.token
    this.#holders.set(name, { token, until: now + ttl })
    return token
  }

  renew(name: string, token: string, ttl: Milliseconds): boolean {
    if (!this.#holds(name, token)) return false
    this.#holders.set(name, { token, until: this.#clock() + ttl })
    return true
  }

  release(name: string, token: string): boolean {
    return this.#holds(name, token) && this.#holders.delete(name)
  }

  /** Whoever holds it, it is free. */
  revoke(name: string): void {
    this.#holders.delete(name)
  }

  #holds(name: string, token: string): boolean {
    const holder = this.#holders.get(name)
    return holder !== undefined && holder.token === token && holder.until > this.#clock()
  }
}
