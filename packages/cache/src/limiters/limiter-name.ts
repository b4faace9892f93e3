import { CacheError } from '../errors/cache-error.ts'

const NAME = /^[\w./-]{1,64}$/

/** @throws CacheError `E_LIMIT_INVALID` for what cannot stand in keys and headers */
export function assertLimiterName(name: string): void {
  if (NAME.test(name)) return
  throw new CacheError(
    'E_LIMIT_INVALID',
    `${JSON.stringify(name)} is no name for a limiter: it is made of letters, digits and . / - _, at most 64 of them.`,
  )
}
