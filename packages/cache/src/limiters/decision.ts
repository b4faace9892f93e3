import type { Milliseconds } from '../clock/milliseconds.ts'
import type { Charge } from './charge.ts'
import type { Awaitable } from './limiter-store.ts'
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
    return Math.max(0, ...this.verdicts.map(({ delayMs }) => delayMs))
  }

  /** Whether there is something to give back. */
  get isHeld(): boolean {
    return this.#isHeld
  }

  /** Gives back what `concurrent` has given. Once is enough, and for other limits there is nothing to do. */
  release(): Awaitable<void> {
    if (!this.#isHeld) return undefined
    this.#isHeld = false
    const leases = this.charges.filter(({ rule }) => rule.kind === 'concurrent')
    return this.charges[0]!.limiter.store.release(leases)
  }
}
