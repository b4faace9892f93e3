import type { Milliseconds } from '../clock/milliseconds.ts'
import { CacheError } from '../errors/cache-error.ts'
import type { LockStore } from './lock-store.ts'

export interface HeldLockParts {
  readonly store: LockStore
  readonly name: string
  readonly token: string
  readonly ttl: Milliseconds
  /** When it was asked for, by the clock that nobody sets. */
  readonly since: number
  /** Lets the next one of this process try. */
  readonly onEnd: () => void
}

/** A lock that this process has. It is renewed until it is released, or lost. */
export class HeldLock implements AsyncDisposable {
  readonly name: string
  /** Names the holder: no other has had it, nor will. */
  readonly token: string
  readonly #parts: HeldLockParts
  readonly #lost = new AbortController()
  #until: number
  #timer: NodeJS.Timeout | undefined
  #isOver = false

  constructor(parts: HeldLockParts) {
    this.#parts = parts
    this.name = parts.name
    this.token = parts.token
    this.#until = parts.since + parts.ttl
    this.#renewLater()
  }

  /** Aborted when the lock is lost: another may have it now, so what is done under it must stop. */
  get signal(): AbortSignal {
    return this.#lost.signal
  }

  /** Whether this process can be sure to have it. */
  get isHeld(): boolean {
    if (!this.#isOver && performance.now() >= this.#until) this.#lose()
    return !this.#isOver
  }

  /** Gives the lock back. False when it was lost before, or released. */
  async release(): Promise<boolean> {
    if (!this.isHeld) return false
    this.#end()
    try {
      return await this.#parts.store.release(this.name, this.token)
    } finally {
      this.#parts.onEnd()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.release()
  }

  #renewLater(): void {
    const third = this.#parts.ttl / 3
    this.#timer = setTimeout(() => void this.#renew(), third).unref()
  }

  async #renew(): Promise<void> {
    const { store, ttl } = this.#parts
    const asked = performance.now()
    let isOurs: boolean | undefined
    try {
      isOurs = await store.renew(this.name, this.token, ttl)
    } catch {
      // Nobody can tell: it is tried again until its time is over.
    }
    if (this.#isOver) return
    if (isOurs === true) this.#until = asked + ttl
    if (isOurs === false || !this.isHeld) this.#lose()
    else this.#renewLater()
  }

  #lose(): void {
    if (this.#isOver) return
    this.#end()
    this.#lost.abort(
      new CacheError(
        'E_LOCK_LOST',
        `The lock ${this.name} was lost while it was held: another may have it now.`,
      ),
    )
    this.#parts.onEnd()
  }

  #end(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
  }
}
