import type { Limit } from '../limiters/limit.ts'

const given = new Map<string, number>()

/**
 * A name for a limit that has none: what it allows, and a number for the second of its kind. It follows the order in which the app makes its
 * limits, which is that of every worker.
 */
export function nameLimit(limit: Limit): string {
  const name = describe(limit)
  const count = (given.get(name) ?? 0) + 1
  given.set(name, count)
  return count === 1 ? name : `${name}-${count}`
}

function describe(limit: Limit): string {
  if ('concurrent' in limit) return `${limit.concurrent}-at-once`
  if ('window' in limit) return `${limit.count}-in-${limit.window / 1000}s`
  if ('slidingWindow' in limit) return `${limit.count}-in-any-${limit.slidingWindow / 1000}s`
  if (limit.perSecond !== undefined) return `${limit.perSecond}-per-second`
  return limit.perMinute === undefined ? `${limit.perHour}-per-hour` : `${limit.perMinute}-per-minute`
}
