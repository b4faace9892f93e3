import type { CacheStore } from '../stores/cache-store.ts'
import { CacheBackend, type CacheOptions } from './cache-backend.ts'
import { Cache } from './cache.ts'

/**
 * A cache over a store.
 *
 * @example
 * const cache = createCache(new RedisStore(redis, { prefix: 'shop:cache:' }))
 * await cache.set('greeting', 'Hello', 60_000)
 */
export function createCache(store: CacheStore, options: CacheOptions = {}): Cache {
  return new Cache(new CacheBackend(store, options))
}
