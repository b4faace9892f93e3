import type { HttpResponse } from '@vanillin/core'
import type { Decision } from '../limiters/decision.ts'
import type { Limiter } from '../limiters/limiter.ts'
import type { Rule } from '../limiters/rule.ts'
import type { Verdict } from '../limiters/verdict.ts'

/**
 * RateLimit-Policy and RateLimit, as structured fields of draft-ietf-httpapi-ratelimit-headers (10 and later): what the limits are, and what is
 * left of them. For who is refused, `t` says the same as Retry-After. There are none when nobody could count.
 */
export function rateLimitHeaders({ charges, verdicts }: Decision): Record<string, string> {
  if (verdicts.length === 0) return {}
  return { 'RateLimit-Policy': policiesOf(charges), RateLimit: leftOfAll(charges, verdicts) }
}

/** Adds to what limiters further inside have written: both fields are lists. */
export function addRateLimitHeaders({ headers }: HttpResponse, { charges, verdicts }: Decision): void {
  if (verdicts.length === 0) return
  addTo(headers, 'RateLimit-Policy', policiesOf(charges))
  addTo(headers, 'RateLimit', leftOfAll(charges, verdicts))
}

function addTo(headers: HttpResponse['headers'], name: string, value: string): void {
  const before = headers.get(name)
  if (before === undefined) headers.append(name, value)
  else headers.set(name, `${value}, ${before}`)
}

const policies = new WeakMap<Limiter, string>()

function policiesOf(charges: Decision['charges']): string {
  return charges.length === 1
    ? namedPolicyOf(charges[0]!.limiter)
    : charges.map(({ limiter }) => namedPolicyOf(limiter)).join(', ')
}

function namedPolicyOf(limiter: Limiter): string {
  let policy = policies.get(limiter)
  if (policy === undefined) policies.set(limiter, (policy = `"${limiter.name}";${policyOf(limiter.rule)}`))
  return policy
}

function leftOfAll(charges: Decision['charges'], verdicts: Decision['verdicts']): string {
  let text = ''
  for (let i = 0; i < charges.length; i++) {
    const { name, rule } = charges[i]!.limiter
    text += `${i === 0 ? '' : ', '}"${name}";${leftOf(rule, verdicts[i])}`
  }
  return text
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
