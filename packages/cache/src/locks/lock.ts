import { setTimeout as wait } from 'node:timers/promises'
import type { Awaitable } from '../async/awaitable.ts'
import type { Milliseconds } from '../clock/milliseconds.ts'
import { CacheError } from '../errors/cache-error.ts'
import { assertReach } from '../reach/assert-reach.ts'
import type { Reach } from '../reach/reach.ts'
import { createToken } from './create-token.ts'
import { HeldLock } from './held-lock.ts'
import type { LockStore } from './lock-store.ts'
import { queueOf } from './lock-queues.ts'

export interface LockOptions {
  /**
   * How long it stays locked when its process dies. It is renewed every third of it, so the work may take longer; work that lets nothing else run for so
   * long loses it. Default: 30,000.
   */
  readonly ttl?: Milliseconds
  /** How long `run` and `acquire` wait for others. Default: 5000. 0 does not wait. */
  readonly wait?: Milliseconds
  /** How far it must reach. Default: as far as the store does. */
  readonly across?: Reach
}

const shortestStepMs = 2
const longestStepMs = 500

/**
 * Lets one at a time do something: among all whom the store reaches. Within a process who waits first is next; among processes it is chance, as each asks
 * again and again, every half a second at last.
 *
 * @example
 * const nightly = new Lock(new MemoryLockStore(), 'nightly-import', { ttl: 60_000 })
 * await nightly.run(async (signal) => importOrders({ signal }))
 */
export class Lock {
  readonly name: string
  readonly #store: LockStore
  readonly #ttl: Milliseconds
  readonly #wait: Milliseconds

  /** @throws CacheError `E_LOCK_INVALID`, `E_REACH` */
  constructor(store: LockStore, name: string, options: LockOptions = {}) {
    const { ttl = 30_000, wait: longest = 5000, across } = options
    if (!/^[\w./:-]{1,128}$/.test(name))
      throw invalid(
        `${JSON.stringify(name)} is no name for a lock: it is made of letters, digits and . / : - _, at most 128 of them.`,
      )
    if (!(ttl >= 10 && ttl <= 86_400_000))
      throw invalid(`ttl is ${ttl}; it is a time from 10 milliseconds to a day.`)
    if (!(longest >= 0)) throw invalid(`wait is ${longest}; it is a time from 0 on.`)
    assertReach(store, across, `The lock ${name}`)
    this.name = name
    this.#store = store
    this.#ttl = ttl
    this.#wait = longest
  }

  /**
   * Does the work under the lock and answers what it answers. The signal is aborted when the lock is lost.
   * @throws CacheError `E_LOCK_TIMEOUT` when others had it for too long, `E_LOCK_LOST` when it was lost before the work was done, `E_LOCK_UNAVAILABLE`
   */
  async run<Result>(work: (signal: AbortSignal) => Awaitable<Result>): Promise<Result> {
    return runUnder(await this.acquire(), work)
  }

  /** As `run`, if nobody has it: undefined when somebody does. What the work answers comes as `{ result }`. */
  async runIfFree<Result>(
    work: (signal: AbortSignal) => Awaitable<Result>,
  ): Promise<{ readonly result: Result } | undefined> {
    const held = await this.acquireIfFree()
    return held === undefined ? undefined : { result: await runUnder(held, work) }
  }

  /** The lock, to be released. `await using` releases it at the end of the block. @throws CacheError `E_LOCK_TIMEOUT`, `E_LOCK_UNAVAILABLE` */
  async acquire(): Promise<HeldLock> {
    const held = await this.#acquire(this.#wait)
    if (held !== undefined) return held
    throw new CacheError('E_LOCK_TIMEOUT', `The lock ${this.name} was not free within ${this.#wait} ms.`)
  }

  /** The lock; undefined when somebody has it. @throws CacheError `E_LOCK_UNAVAILABLE` */
  acquireIfFree(): Promise<HeldLock | undefined> {
    return this.#acquire(0)
  }

  async #acquire(longest: Milliseconds): Promise<HeldLock | undefined> {
    const end = performance.now() + longest
    const leave = await queueOf(this.#store, this.name).enter(longest)
    if (leave === undefined) return undefined
    try {
      const held = await this.#acquireFromStore(end, leave)
      if (held === undefined) leave()
      return held
    } catch (error) {
      leave()
      throw error
    }
  }

  async #acquireFromStore(end: number, leave: () => void): Promise<HeldLock | undefined> {
    const token = createToken()
    const { name } = this
    // oxlint-disable no-await-in-loop -- until it is free
    for (let step = shortestStepMs; ; step = Math.min(longestStepMs, step * 2)) {
      const since = performance.now()
      const holder = await this.#store.acquire(name, token, this.#ttl)
      if (holder === token)
        return new HeldLock({ store: this.#store, name, token, ttl: this.#ttl, since, onEnd: leave })
      const left = end - performance.now()
      if (left <= 0) return undefined
      await wait(Math.min(left, step * (0.5 + Math.random() / 2)))
    }
    // oxlint-enable no-await-in-loop
  }
}

async function runUnder<Result>(
  held: HeldLock,
  work: (signal: AbortSignal) => Awaitable<Result>,
): Promise<Result> {
  try {
    const result = await work(held.signal)
    // It may have done its work beside another: nobody must believe that it was alone.
    if (!held.isHeld) throw held.signal.reason
    return result
  } finally {
    await held.release().catch(() => false)
  }
}

function invalid(message: string): CacheError {
  return new CacheError('E_LOCK_INVALID', message)
}
