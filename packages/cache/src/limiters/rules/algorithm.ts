import type { Milliseconds } from '../../clock/milliseconds.ts'
import type { StoreCharge } from '../limiter-store.ts'
import type { Verdict } from '../verdict.ts'

/** How a kind of rule decides, for stores that keep their state in this process. */
export interface Algorithm<Rule, State> {
  /**
   * Brings back what lies further in the future than a request of now could put it: a clock that went back must not keep anybody out for as long
   * as it went. So this is kept even when the request is refused. It answers the same state when all is well.
   */
  settle(rule: Rule, state: State, nowMs: number): State
  /** What becomes of a request of this cost; a cost of 0 only looks. */
  check(rule: Rule, settled: State | undefined, cost: number, nowMs: number): Verdict
  /** The state after a request that was allowed. It may change the state itself. */
  charge(rule: Rule, settled: State | undefined, charge: StoreCharge, nowMs: number): State
  /** How long a state counts from now on: a store may forget it then. */
  lasts(rule: Rule, state: State, nowMs: number): Milliseconds
}
