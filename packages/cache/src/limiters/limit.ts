import type { Milliseconds } from '../clock/milliseconds.ts'

interface Burst {
  /** How many may come before their time. Default: one less than the number, so that `perMinute: 60` lets sixty come at once. */
  readonly burst?: number
  /** Whether they wait until it is their time, as in nginx without `nodelay`. Default: false, they are served at once. */
  readonly delay?: boolean
}

/** A leaky bucket: a steady rate, with some room for those who come all at once. */
export type RequestRate = Burst &
  (
    | { readonly perSecond: number; readonly perMinute?: never; readonly perHour?: never }
    | { readonly perMinute: number; readonly perSecond?: never; readonly perHour?: never }
    | { readonly perHour: number; readonly perSecond?: never; readonly perMinute?: never }
  )

/** So many in a window that begins with the first request. At its end, twice as many may pass in a short time. */
export interface RequestCount {
  readonly count: number
  readonly window: Milliseconds
}

/** So many in any span of this length. A request counts up to a twentieth of it longer. */
export interface SlidingRequestCount {
  readonly count: number
  readonly slidingWindow: Milliseconds
}

/** So many at the same time. */
export interface ConcurrentRequests {
  readonly concurrent: number
  /** After this time a request counts no more, even if nobody said that it is over: its process may be dead. Default: one minute. */
  readonly lease?: Milliseconds
}

/** What a limiter allows. */
export type Limit = RequestRate | RequestCount | SlidingRequestCount | ConcurrentRequests
