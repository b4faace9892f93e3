import type { StoreCharge } from '../limiter-store.ts'
import type { Rule } from '../rule.ts'
import type { Verdict } from '../verdict.ts'
import { algorithmOf, type CounterState } from './algorithms.ts'

/** Where the states of counters are, for as long as one step takes. */
export interface CounterStates {
  get(charge: StoreCharge): CounterState | undefined
  set(charge: StoreCharge, state: CounterState): void
}

/** `take` of {@link LimiterStore}, for stores whose states nobody else touches meanwhile. */
export function takeFrom(states: CounterStates, charges: readonly StoreCharge[], now: number): Verdict[] {
  const [first] = charges
  if (first !== undefined && charges.length === 1) return [takeOne(states, first, now)]
  const verdicts = charges.map((charge) => check(states, charge, charge.cost, now))
  if (verdicts.every(({ allowed }) => allowed)) {
    for (const charge of charges) {
      const { rule } = charge
      states.set(charge, algorithmOf(rule).charge(rule, states.get(charge), charge, now))
    }
    return verdicts
  }
  // Who was not charged has more left than his verdict says.
  return verdicts.map((verdict, index) =>
    verdict.allowed ? check(states, charges[index]!, 0, now) : verdict,
  )
}

function takeOne(states: CounterStates, charge: StoreCharge, now: number): Verdict {
  const { rule } = charge
  const algorithm = algorithmOf(rule)
  const stored = states.get(charge)
  const settled = stored === undefined ? undefined : algorithm.settle(rule, stored, now)
  const verdict = algorithm.check(rule, settled, charge.cost, now)
  if (verdict.allowed) states.set(charge, algorithm.charge(rule, settled, charge, now))
  else if (settled !== undefined && settled !== stored) states.set(charge, settled)
  return verdict
}

function check(states: CounterStates, charge: StoreCharge, cost: number, now: number): Verdict {
  const rule: Rule = charge.rule
  const algorithm = algorithmOf(rule)
  const stored = states.get(charge)
  if (stored === undefined) return algorithm.check(rule, undefined, cost, now)
  const settled = algorithm.settle(rule, stored, now)
  if (settled !== stored) states.set(charge, settled)
  return algorithm.check(rule, settled, cost, now)
}
