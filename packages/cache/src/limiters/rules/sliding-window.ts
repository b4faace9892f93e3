import type { SlidingWindowRule } from '../rule.ts'
import type { Algorithm } from './algorithm.ts'

/** How many came in a step of time, the steps in their order: at most some twenty of them. */
export type Steps = readonly (readonly [step: number, count: number])[]

/** All requests of a step count until its last moment is a window ago, so that no span of that length ever sees too many. */
export const slidingWindow: Algorithm<SlidingWindowRule, Steps> = {
  settle(rule, steps, nowMs) {
    const now = stepOf(rule, nowMs)
    const future = sum(steps.filter(([step]) => step > now))
    return future === 0 ? steps : add(live(rule, steps, nowMs), now, future)
  },
  check(rule, state = [], cost, nowMs) {
    const steps = live(rule, state, nowMs)
    const count = sum(steps)
    const allowed = count + cost <= rule.limit
    const last = allowed && cost > 0 ? stepOf(rule, nowMs) : steps.at(-1)?.[0]
    return {
      allowed,
      limit: rule.limit,
      remaining: rule.limit - (allowed ? count + cost : count),
      resetMs: last === undefined ? 0 : endOf(rule, last) - nowMs,
      retryAfterMs: allowed ? 0 : freeAt(rule, steps, count + cost - rule.limit) - nowMs,
      delayMs: 0,
    }
  },
  charge: (rule, steps = [], { cost }, nowMs) => add(live(rule, steps, nowMs), stepOf(rule, nowMs), cost),
  lasts(rule, steps, nowMs) {
    const last = steps.at(-1)
    return last === undefined ? 0 : endOf(rule, last[0]) - nowMs
  },
}

function live(rule: SlidingWindowRule, steps: Steps, nowMs: number): Steps {
  const now = stepOf(rule, nowMs)
  return steps.filter(([step]) => step <= now && endOf(rule, step) > nowMs)
}

function add(steps: Steps, step: number, count: number): Steps {
  if (count === 0) return steps
  const last = steps.at(-1)
  return last?.[0] === step ? [...steps.slice(0, -1), [step, last[1] + count]] : [...steps, [step, count]]
}

/** When so many requests will count no more. */
function freeAt(rule: SlidingWindowRule, steps: Steps, wanted: number): number {
  let freed = 0
  for (const [step, count] of steps) {
    freed += count
    if (freed >= wanted) return endOf(rule, step)
  }
  return 0
}

function stepOf({ stepMs }: SlidingWindowRule, timeMs: number): number {
  return Math.floor(timeMs / stepMs)
}

function endOf({ stepMs, windowMs }: SlidingWindowRule, step: number): number {
  return (step + 1) * stepMs + windowMs
}

function sum(steps: Steps): number {
  let total = 0
  for (const [, count] of steps) total += count
  return total
}
