import type { HttpResponse } from '@vanillin/core'
import type { Decision } from '../limiters/decision.ts'
import type { Rule } from '../limiters/rule.ts'
import type { Verdict } from '../limiters/verdict.ts'

/**
 * RateLimit-Policy and RateLimit, as structured fields of draft-ietf-httpapi-ratelimit-headers (10 and later): what the limits are, and what is
 * left of them. For who is refused, `t` says the same as Retry-After. There are none when nobody could count.
 */
export function rateLimitHeaders({ charges, verdicts }: Decision): Record<string, string> {
  if (verdicts.length === 0) return {}
  const policies = charges.map(({ limiter: { name, rule } }) => `"${name}";${policyOf(rule)}`)
  const left = charges.map(({ limiter, rule }, index) => `"${limiter.name}";${leftOf(rule, verdicts[index])}`)
  return { 'RateLimit-Policy': policies.join(', '), RateLimit: left.join(', ') }
}

/** Adds to what limiters further inside have written: both fields are lists. */
export function addRateLimitHeaders({ headers }: HttpResponse, decision: Decision): void {
  for (const [name, value] of Object.entries(rateLimitHeaders(decision))) {
    const before = headers.get(name)
    headers.set(name, before === undefined ? value : `${value}, ${before}`)
  }
}

function policyOf(rule: Rule): string {
  switch (rule.kind) {
    case 'concurrent':
      return `q=${rule.limit};qu="concurrent-requests"`
    case 'rate':
      return `q=${rule.limit};w=${toSeconds((rule.limit * rule.intervalUs) / 1000)}`
    default:
      return `q=${rule.limit};w=${toSeconds(rule.windowMs)}`
  }
}

function leftOf({ kind }: Rule, verdict: Verdict | undefined): string {
  const { allowed = true, remaining = 0, resetMs = 0, retryAfterMs = 0 } = verdict ?? {}
  if (!allowed) return `r=${remaining};t=${toSeconds(retryAfterMs)}`
  return kind === 'concurrent' ? `r=${remaining}` : `r=${remaining};t=${toSeconds(resetMs)}`
}

/** Whole seconds, rounded up: who waits as long as he was told is not refused again. */
export function toSeconds(timeMs: number): number {
  return Math.ceil(timeMs / 1000)
}
