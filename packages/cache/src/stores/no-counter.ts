import { CacheError } from '../errors/cache-error.ts'

export function noCounter(key: string): CacheError {
  return new CacheError(
    'E_CACHE_COUNTER',
    `What the cache has under ${JSON.stringify(key)} is no number that can be added to.`,
  )
}
