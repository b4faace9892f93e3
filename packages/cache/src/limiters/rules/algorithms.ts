import type { Rule } from '../rule.ts'
import type { Algorithm } from './algorithm.ts'
import { concurrency, type Leases } from './concurrency.ts'
import { fixedWindow, type Window } from './fixed-window.ts'
import { rate } from './rate.ts'
import { slidingWindow, type Steps } from './sliding-window.ts'

/** What a counter of any kind holds. */
export type CounterState = number | Window | Steps | Leases

const algorithms = { rate, fixed: fixedWindow, sliding: slidingWindow, concurrent: concurrency }

/** The algorithm of a rule. A key holds its rule, so a state is always one of this algorithm's own. */
export function algorithmOf(rule: Rule): Algorithm<Rule, CounterState> {
  return algorithms[rule.kind]
}
