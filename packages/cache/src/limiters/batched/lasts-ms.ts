import type { Milliseconds } from '../../clock/milliseconds.ts'
import type { Rule } from '../rule.ts'
import type { Verdict } from '../verdict.ts'

/** How long requests that were counted may still be given out: as long as they count where they were counted. */
export function lastsMs(rule: Rule, { resetMs }: Verdict): Milliseconds {
  switch (rule.kind) {
    case 'fixed':
      return resetMs
    case 'sliding':
      // Until the step is over.
      return resetMs - rule.windowMs
    case 'rate':
      // Meanwhile a hundredth of the limit has become free.
      return (rule.limit * rule.intervalUs) / 100_000
    default:
      return 0
  }
}
