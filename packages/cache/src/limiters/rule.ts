import type { Milliseconds } from '../clock/milliseconds.ts'

/** A leaky bucket: it holds `limit` requests and loses one every `intervalUs`. */
export interface RateRule {
  readonly kind: 'rate'
  readonly limit: number
  /** In whole microseconds, so that sums are exact wherever they are made. */
  readonly intervalUs: number
  /** Whether who comes sooner than the rate allows is to wait for his turn. */
  readonly delays: boolean
}

/** A window begins with its first request and ends `windowMs` later. */
export interface FixedWindowRule {
  readonly kind: 'fixed'
  readonly limit: number
  readonly windowMs: Milliseconds
}

/** No span of `windowMs` sees more than `limit`, wherever it begins. Time is cut into steps; a request counts until its whole step is over. */
export interface SlidingWindowRule {
  readonly kind: 'sliding'
  readonly limit: number
  readonly windowMs: Milliseconds
  readonly stepMs: Milliseconds
}

/** So many at the same time. A lease that nobody gives back, because its process died, ends after `leaseMs`. */
export interface ConcurrencyRule {
  readonly kind: 'concurrent'
  readonly limit: number
  readonly leaseMs: Milliseconds
}

/** What a limiter goes by, in numbers that every store understands. */
export type Rule = RateRule | FixedWindowRule | SlidingWindowRule | ConcurrencyRule
