import { CacheError } from '../errors/cache-error.ts'

/**
 * @param ttl milliseconds, undefined for no end
 * @returns milliseconds, Infinity for no end
 * @throws CacheError `E_SHARED_TTL`
 */
export function toLifetime(ttl: number | undefined): number {
  if (ttl === undefined) return Infinity
  if (typeof ttl === 'number' && ttl > 0) return ttl
  throw new CacheError(
    'E_SHARED_TTL',
    `A time to live of ${String(ttl)} is none: it is a number of milliseconds above 0. What never expires has none.`,
  )
}

/** @throws CacheError `E_SHARED_FLAGS` */
export function toFlags(flags: number | undefined): number {
  if (flags === undefined) return 0
  if (Number.isInteger(flags) && flags >= 0 && flags <= 0xffff_ffff) return flags
  throw new CacheError(
    'E_SHARED_FLAGS',
    `Flags are an integer from 0 to 4,294,967,295, not ${String(flags)}.`,
  )
}
