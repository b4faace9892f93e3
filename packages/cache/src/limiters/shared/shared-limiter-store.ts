import type { Clock } from '../../clock/clock.ts'
import type { SharedDictionary } from '../../dictionary/shared-dictionary.ts'
import type { SharedValue } from '../../dictionary/shared-value.ts'
import type { LimiterStore, StoreCharge } from '../limiter-store.ts'
import { algorithmOf, type CounterState } from '../rules/algorithms.ts'
import type { Leases } from '../rules/concurrency.ts'
import { takeFrom, type CounterStates } from '../rules/take-from.ts'
import type { Verdict } from '../verdict.ts'

export interface SharedLimiterOptions {
  /** Default: `Date.now`, as of the dictionary. */
  readonly clock?: Clock
}

const prefix = 'limit:'

/**
 * Counters in a shared dictionary, for all processes of a machine. A request is one transaction, so the counts are exact however many ask at once. When the
 * dictionary is full, the counter that nobody asked for longest makes room.
 *
 * @example
 * const dictionary = SharedDictionary.open('limiters', { folder: sharedFolder('/srv/shop'), maxBytes: 4_000_000 })
 * const exports = new Limiter(new SharedLimiterStore(dictionary), 'exports', { perMinute: 5 })
 */
export class SharedLimiterStore implements LimiterStore {
  readonly reach = 'machine'
  readonly description: string
  readonly #dictionary: SharedDictionary
  readonly #clock: Clock

  constructor(dictionary: SharedDictionary, { clock = () => Date.now() }: SharedLimiterOptions = {}) {
    this.#dictionary = dictionary
    this.#clock = clock
    this.description = `the shared dictionary ${dictionary.name}`
  }

  take(charges: readonly StoreCharge[]): Verdict[] {
    const [charge] = charges
    const refusal = charge !== undefined && charges.length === 1 ? this.#refusal(charge) : undefined
    return refusal === undefined ? this.#take(charges) : [refusal]
  }

  /** Who is refused changes nothing, and need not write: that is a tenth as dear. */
  #refusal({ key, rule, cost }: StoreCharge): Verdict | undefined {
    const now = this.#clock()
    const state = toState(rule.kind, this.#dictionary.get(prefix + key))
    if (state === undefined || algorithmOf(rule).settle(rule, state, now) !== state) return undefined
    const verdict = algorithmOf(rule).check(rule, state, cost, now)
    return verdict.allowed ? undefined : verdict
  }

  #take(charges: readonly StoreCharge[]): Verdict[] {
    return this.#dictionary.transaction(() => {
      const now = this.#clock()
      const states: CounterStates = {
        get: ({ key, rule }) => toState(rule.kind, this.#dictionary.get(prefix + key)),
        set: (charge, state) => this.#write(charge, state, now),
      }
      return takeFrom(states, charges, now)
    })
  }

  renew(leases: readonly StoreCharge[]): void {
    this.#dictionary.transaction(() => {
      const now = this.#clock()
      for (const charge of leases) {
        const { key, rule, lease } = charge
        const held = toState('concurrent', this.#dictionary.get(prefix + key)) as Leases | undefined
        if (rule.kind !== 'concurrent' || held?.has(lease) !== true) continue
        this.#write(charge, held.set(lease, now + rule.leaseMs), now)
      }
    })
  }

  release(leases: readonly { readonly key: string; readonly lease: string }[]): void {
    this.#dictionary.transaction(() => {
      for (const { key, lease } of leases) {
        const entry = this.#dictionary.entry(prefix + key)
        const held = toState('concurrent', entry?.value) as Leases | undefined
        if (entry === undefined || held?.delete(lease) !== true) continue
        this.#dictionary.set(prefix + key, [...held], entry.ttl === Infinity ? {} : { ttl: entry.ttl })
      }
    })
  }

  forget(keys: readonly string[]): void {
    for (const key of keys) this.#dictionary.delete(prefix + key)
  }

  #write({ key, rule }: StoreCharge, state: CounterState, now: number): void {
    const ttl = algorithmOf(rule).lasts(rule, state, now)
    if (ttl <= 0) this.#dictionary.delete(prefix + key)
    else this.#dictionary.set(prefix + key, toValue(state), { ttl })
  }
}

function toValue(state: CounterState): SharedValue {
  return (state instanceof Map ? [...state] : state) as SharedValue
}

/** A key holds its rule, so what is there is always a state of its own. */
function toState(
  kind: StoreCharge['rule']['kind'],
  value: SharedValue | undefined,
): CounterState | undefined {
  if (value === undefined) return undefined
  return kind === 'concurrent' ? new Map(value as [string, number][]) : (value as CounterState)
}
