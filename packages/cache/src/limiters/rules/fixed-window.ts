import type { FixedWindowRule } from '../rule.ts'
import type { Algorithm } from './algorithm.ts'

export interface Window {
  readonly count: number
  readonly endsAt: number
}

/** A window lasts from its first request on. */
export const fixedWindow: Algorithm<FixedWindowRule, Window> = {
  settle({ windowMs }, state, nowMs) {
    return state.endsAt > nowMs + windowMs ? { count: state.count, endsAt: nowMs + windowMs } : state
  },
  check(rule, state, cost, nowMs) {
    const { count, endsAt } = windowAt(rule, state, nowMs)
    const allowed = count + cost <= rule.limit
    const after = allowed ? count + cost : count
    return {
      allowed,
      limit: rule.limit,
      remaining: rule.limit - after,
      resetMs: after === 0 ? 0 : endsAt - nowMs,
      retryAfterMs: allowed ? 0 : endsAt - nowMs,
      delayMs: 0,
    }
  },
  charge(rule, state, { cost }, nowMs) {
    const { count, endsAt } = windowAt(rule, state, nowMs)
    return { count: count + cost, endsAt }
  },
  lasts: (_rule, { endsAt }, nowMs) => endsAt - nowMs,
}

function windowAt({ windowMs }: FixedWindowRule, state: Window | undefined, nowMs: number): Window {
  return state === undefined || state.endsAt <= nowMs ? { count: 0, endsAt: nowMs + windowMs } : state
}
