import { CacheError } from '../errors/cache-error.ts'
import type { ConcurrentRequests, Limit, RequestRate } from './limit.ts'
import type { RateRule, Rule } from './rule.ts'

const DEFAULT_LEASE_MS = 60_000
const STEPS = 20
/** Beyond it microseconds are no whole numbers any more. */
const MAX_WINDOW_MS = 366 * 86_400_000
const kinds = ['perSecond', 'perMinute', 'perHour', 'window', 'slidingWindow', 'concurrent']
const MAX_LIMIT = 1_000_000_000

const units = [
  ['perSecond', 1_000_000],
  ['perMinute', 60_000_000],
  ['perHour', 3_600_000_000],
] as const

/** @throws CacheError `E_LIMIT_INVALID` */
export function toRule(limit: Limit): Rule {
  const given = Object.entries(limit).flatMap(([name, value]) =>
    kinds.includes(name) && value !== undefined ? [name] : [],
  )
  if (given.length !== 1)
    throw invalid(`A limit takes one of ${kinds.join(', ')}; this one has ${given.join(' and ') || 'none'}.`)
  if ('window' in limit)
    return { kind: 'fixed', limit: whole('count', limit.count), windowMs: span('window', limit.window) }
  if ('slidingWindow' in limit) {
    const windowMs = span('slidingWindow', limit.slidingWindow)
    return {
      kind: 'sliding',
      limit: whole('count', limit.count),
      windowMs,
      stepMs: Math.ceil(windowMs / STEPS),
    }
  }
  if ('concurrent' in limit) return concurrencyRule(limit)
  return rateRule(limit)
}

function concurrencyRule({ concurrent, lease = DEFAULT_LEASE_MS }: ConcurrentRequests): Rule {
  return { kind: 'concurrent', limit: whole('concurrent', concurrent), leaseMs: span('lease', lease) }
}

function rateRule(rate: RequestRate): RateRule {
  const [name, unitUs] = units.find(([unit]) => rate[unit] !== undefined)!
  const count = rate[name]!
  if (!(count > 0 && count <= 1_000_000))
    throw invalid(`${name} is ${count}; it is more than 0 and at most 1,000,000.`)
  const { burst = Math.max(0, Math.ceil(count) - 1), delay = false } = rate
  if (!Number.isInteger(burst) || burst < 0 || burst > MAX_LIMIT)
    throw invalid(`burst is ${burst}; it is a whole number from 0 on.`)
  const intervalUs = Math.max(1, Math.round(unitUs / count))
  if ((burst + 1) * intervalUs > MAX_WINDOW_MS * 1000)
    throw invalid('A burst that takes longer than a year to be worked off is too large.')
  return { kind: 'rate', limit: burst + 1, intervalUs, delays: delay }
}

function whole(name: string, value: number): number {
  if (Number.isInteger(value) && value > 0 && value <= MAX_LIMIT) return value
  throw invalid(`${name} is ${value}; it is a whole number from 1 on.`)
}

function span(name: string, value: number): number {
  if (value >= 1 && value <= MAX_WINDOW_MS) return Math.ceil(value)
  throw invalid(`${name} is ${value}; it is a time between one millisecond and a year.`)
}

function invalid(message: string): CacheError {
  return new CacheError('E_LIMIT_INVALID', message)
}
