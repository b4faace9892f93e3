import type { Milliseconds } from '../clock/milliseconds.ts'
import type { Charge } from './charge.ts'
import type { Awaitable } from '../async/awaitable.ts'
import type { Verdict } from './verdict.ts'

/** What became of a request at one limiter, or at several at once. */
export class Decision {
  readonly allowed: boolean
  /** One for each charge, in their order; none when the store could not be asked. */
  readonly verdicts: readonly Verdict[]
  /** The store could not be asked: `whenUnavailable` decided. */
  readonly unavailable: boolean
  readonly charges: readonly Charge[]
  #isHeld: boolean

  constructor(charges: readonly Charge[], outcome: Pick<Decision, 'allowed' | 'verdicts' | 'unavailable'>) {
    this.charges = charges
    this.allowed = outcome.allowed
    this.verdicts = outcome.verdicts
    this.unavailable = outcome.unavailable
    this.#isHeld =
      outcome.allowed && !outcome.unavailable && charges.some(({ rule }) => rule.kind === 'concurrent')
  }

  /** How many more would be allowed at this moment: of several limits, the least. Infinity when nobody could count. */
  get remaining(): number {
    return Math.min(...this.verdicts.map(({ remaining }) => remaining))
  }

  /** When it is worth trying again; 0 for who is allowed. */
  get retryAfterMs(): Milliseconds {
    if (this.unavailable) return this.allowed ? 0 : 1000
    return Math.max(...this.verdicts.map(({ retryAfterMs }) => retryAfterMs))
  }

  /** How long who is allowed is to wait for his turn: more than 0 only with `delay`. */
  get delayMs(): Milliseconds {
    let longest = 0
    for (const { delayMs } of this.verdicts) longest = Math.max(longest, delayMs)
    return longest
  }

  /** Whether there is something to give back. */
  get isHeld(): boolean {
    return this.#isHeld
  }

  /** Lets what `concurrent` has given last as long as at first, from now on: for what takes longer than its lease. */
  renew(): Awaitable<void> {
    return this.#isHeld ? this.charges[0]!.limiter.store.renew(this.#leases) : undefined
  }

  /** How long what `concurrent` has given lasts without being renewed; undefined when there is nothing to give back. */
  get leaseMs(): Milliseconds | undefined {
    if (!this.#isHeld) return undefined
    return Math.min(...this.#leases.map(({ rule }) => (rule.kind === 'concurrent' ? rule.leaseMs : Infinity)))
  }

  get #leases(): readonly Charge[] {
    return this.charges.filter(({ rule }) => rule.kind === 'concurrent')
  }

  /** Gives back what `concurrent` has given. Once is enough, and for other limits there is nothing to do. */
  release(): Awaitable<void> {
    if (!this.#isHeld) return undefined
    this.#isHeld = false
    return this.charges[0]!.limiter.store.release(this.#leases)
  }
}
