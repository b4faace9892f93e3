import type { ConcurrencyRule } from '../rule.ts'
import type { Algorithm } from './algorithm.ts'

/** When each lease ends by itself. */
export type Leases = Map<string, number>

/** Nobody knows when one that is busy will be done; a second is a polite time to ask again. */
const RETRY_MS = 1000

export const concurrency: Algorithm<ConcurrencyRule, Leases> = {
  settle({ leaseMs }, leases, nowMs) {
    let settled = leases
    for (const [lease, endsAt] of leases) {
      if (endsAt > nowMs && endsAt <= nowMs + leaseMs) continue
      if (settled === leases) settled = new Map(leases)
      if (endsAt <= nowMs) settled.delete(lease)
      else settled.set(lease, nowMs + leaseMs)
    }
    return settled
  },
  check({ limit }, leases, cost) {
    const count = leases?.size ?? 0
    const allowed = count + cost <= limit
    return {
      allowed,
      limit,
      remaining: limit - (allowed ? count + cost : count),
      resetMs: 0,
      retryAfterMs: allowed ? 0 : RETRY_MS,
      delayMs: 0,
    }
  },
  charge: ({ leaseMs }, leases = new Map(), { lease }, nowMs) => leases.set(lease, nowMs + leaseMs),
  lasts: ({ leaseMs }) => leaseMs,
}
