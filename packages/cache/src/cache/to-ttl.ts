import type { Milliseconds } from '../clock/milliseconds.ts'
import { CacheError } from '../errors/cache-error.ts'

/** @throws CacheError `E_CACHE_TTL` for what is no time above 0 */
export function toTtl(ttl: Milliseconds | undefined): Milliseconds | undefined {
  if (ttl === undefined || (Number.isFinite(ttl) && ttl > 0)) return ttl
  throw new CacheError(
    'E_CACHE_TTL',
    `${String(ttl)} is no time to keep a value for: it is a number of milliseconds above 0.`,
  )
}
