import { LRUCache } from 'lru-cache'
import { whenThere, type Awaitable } from '../../async/awaitable.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Reach } from '../../reach/reach.ts'
import type { LimiterStore, StoreCharge } from '../limiter-store.ts'
import type { Rule } from '../rule.ts'
import type { Verdict } from '../verdict.ts'
import { lastsMs } from './lasts-ms.ts'

/** What a process has taken of a counter and not yet given out. */
interface Batch {
  left: number
  readonly until: number
  readonly takenAt: number
  readonly verdict: Verdict
}

const share = 100
const most = 100
const maxKeys = 10_000

/**
 * Takes several requests at once of a store that others share, and gives them out without asking again: a hundredth of the limit, a hundred at most. So a limit below 200 is
 * as exact as the store. Of a larger one each process may keep a hundredth from the others, and of a rate a hundredth more may pass.
 *
 * @example
 * const store = new BatchedLimiterStore(new RedisLimiterStore(redis))
 * const api = new Limiter(store, 'api', { perSecond: 1000 })
 */
export class BatchedLimiterStore implements LimiterStore {
  readonly reach: Reach
  readonly description: string
  readonly #store: LimiterStore
  readonly #clock: Clock
  readonly #batches = new LRUCache<string, Batch>({ max: maxKeys })
  /** Batches that are asked for, of a store that does not answer at once. */
  readonly #asked = new Map<string, Promise<boolean>>()

  /** @param clock measures spans only. Default: one that nobody sets */
  constructor(store: LimiterStore, { clock = () => performance.now() }: { readonly clock?: Clock } = {}) {
    this.#store = store
    this.#clock = clock
    this.reach = store.reach
    this.description = store.description
  }

  /** What is charged together is charged by the store. */
  take(charges: readonly StoreCharge[]): Awaitable<readonly Verdict[]> {
    const [charge] = charges
    if (charge === undefined || charges.length > 1) return this.#store.take(charges)
    const size = sizeOf(charge.rule)
    return size < 2 || charge.cost > size ? this.#store.take(charges) : this.#takeOne(charge, size)
  }

  renew(leases: readonly StoreCharge[]): Awaitable<void> {
    return this.#store.renew(leases)
  }

  release(leases: readonly { readonly key: string; readonly lease: string }[]): Awaitable<void> {
    return this.#store.release(leases)
  }

  forget(keys: readonly string[]): Awaitable<void> {
    for (const key of keys) this.#batches.delete(key)
    return this.#store.forget(keys)
  }

  ping(): Awaitable<boolean> {
    return this.#store.ping?.() ?? true
  }

  #takeOne(charge: StoreCharge, size: number): Awaitable<readonly Verdict[]> {
    const { key, cost } = charge
    const now = this.#clock()
    const batch = this.#batches.get(key)
    if (batch !== undefined && batch.left >= cost && now < batch.until) {
      batch.left -= cost
      return [verdictOf(batch, now)]
    }
    const asked = this.#asked.get(key)
    // Who asks meanwhile would take a batch of his own.
    if (asked !== undefined)
      return asked.then((isTaken) => (isTaken ? this.#takeOne(charge, size) : this.#store.take([charge])))
    const answer = this.#store.take([{ ...charge, cost: size }])
    if (answer instanceof Promise) this.#remember(key, answer)
    return whenThere(answer, ([verdict]) => this.#keep(charge, size, verdict!, now))
  }

  #keep(charge: StoreCharge, size: number, verdict: Verdict, takenAt: number): Awaitable<readonly Verdict[]> {
    // What is left is less than a batch: it is given out one by one.
    if (!verdict.allowed) return this.#store.take([charge])
    const until = takenAt + lastsMs(charge.rule, verdict)
    const batch = { left: size - charge.cost, until, takenAt, verdict }
    this.#batches.set(charge.key, batch)
    return [verdictOf(batch, takenAt)]
  }

  /** Who waits learns whether there is a batch: without one nobody waits for another, or each would be the next to ask for it. */
  #remember(key: string, answer: Promise<readonly Verdict[]>): void {
    const asked = answer
      .then(
        ([verdict]) => verdict!.allowed,
        () => false,
      )
      .finally(() => this.#asked.delete(key))
    this.#asked.set(key, asked)
  }
}

function sizeOf(rule: Rule): number {
  // Who is to wait for his turn needs to know which one it is.
  if (rule.kind === 'concurrent' || (rule.kind === 'rate' && rule.delays)) return 1
  return Math.min(most, Math.floor(rule.limit / share))
}

function verdictOf({ verdict, left, takenAt }: Batch, now: number): Verdict {
  return {
    allowed: true,
    limit: verdict.limit,
    remaining: verdict.remaining + left,
    resetMs: Math.max(0, Math.ceil(verdict.resetMs - (now - takenAt))),
    retryAfterMs: 0,
    delayMs: 0,
  }
}
