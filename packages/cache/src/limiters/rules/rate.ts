import type { RateRule } from '../rule.ts'
import type { Algorithm } from './algorithm.ts'

/** The leaky bucket as one number (GCRA): the microsecond at which it will be empty. */
export const rate: Algorithm<RateRule, number> = {
  settle: (rule, emptyAtUs, nowMs) => Math.min(emptyAtUs, toMicroseconds(nowMs) + capacityOf(rule)),
  check(rule, emptyAtUs = 0, cost, nowMs) {
    const capacity = capacityOf(rule)
    const before = Math.max(emptyAtUs - toMicroseconds(nowMs), 0)
    const after = before + cost * rule.intervalUs
    const allowed = after <= capacity
    const level = allowed ? after : before
    return {
      allowed,
      limit: rule.limit,
      remaining: Math.floor((capacity - level) / rule.intervalUs),
      resetMs: Math.ceil(level / 1000),
      retryAfterMs: allowed ? 0 : Math.ceil((after - capacity) / 1000),
      delayMs: allowed && rule.delays ? Math.ceil(before / 1000) : 0,
    }
  },
  charge: (rule, emptyAtUs = 0, { cost }, nowMs) =>
    Math.max(emptyAtUs, toMicroseconds(nowMs)) + cost * rule.intervalUs,
  lasts: (_rule, emptyAtUs, nowMs) => Math.ceil((emptyAtUs - toMicroseconds(nowMs)) / 1000),
}

function capacityOf({ limit, intervalUs }: RateRule): number {
  return limit * intervalUs
}

function toMicroseconds(timeMs: number): number {
  return Math.floor(timeMs * 1000)
}
