import { CacheError } from '../errors/cache-error.ts'

export function configInvalid(problem: string): CacheError {
  return new CacheError('E_CACHE_CONFIG', `config/cache.ts: ${problem}.`)
}
