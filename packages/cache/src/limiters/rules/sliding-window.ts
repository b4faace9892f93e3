import type { SlidingWindowRule } from '../rule.ts'
import type { Algorithm } from './algorithm.ts'

/** How many came in a step of time, the steps in their order: at most some twenty of them. */
export type Steps = readonly (readonly [step: number, count: number])[]

/** All requests of a step count until its last moment is a window ago, so that no span of that length ever sees too many. */
export const slidingWindow: Algorithm<SlidingWindowRule, Steps> = {
  settle(rule, state, nowMs) {
    const now = stepOf(rule, nowMs)
    const first = state[0]
    const last = state.at(-1)
    if (first === undefined || last === undefined) return state
    if (endOf(rule, first[0]) > nowMs && last[0] <= now) return state
    const live = state.filter(([step]) => step <= now && endOf(rule, step) > nowMs)
    return add(live, now, sum(state.filter(([step]) => step > now)))
  },
  check(rule, steps = [], cost, nowMs) {
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
  charge: (rule, steps = [], { cost }, nowMs) => add(steps, stepOf(rule, nowMs), cost),
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
