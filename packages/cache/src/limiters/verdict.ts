import type { Milliseconds } from '../clock/milliseconds.ts'

/** What one limit says to one request. */
export interface Verdict {
  readonly allowed: boolean
  /** How many may come at most. */
  readonly limit: number
  /** How many more would be allowed at this moment. */
  readonly remaining: number
  /** When all of the limit is there again, if nobody comes; 0 for what no time gives back. */
  readonly resetMs: Milliseconds
  /** When it is worth trying again; 0 for who is allowed. */
  readonly retryAfterMs: Milliseconds
  /** How long who is allowed is to wait for his turn. */
  readonly delayMs: Milliseconds
}
