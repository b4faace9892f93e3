import type { LimiterStore } from '../limiters/limiter-store.ts'
import { BatchedLimiterStore } from '../limiters/batched/batched-limiter-store.ts'
import { MemoryLimiterStore } from '../limiters/memory/memory-limiter-store.ts'
import { RedisLimiterStore } from '../limiters/redis/redis-limiter-store.ts'
import { SharedLimiterStore } from '../limiters/shared/shared-limiter-store.ts'
import type { LimitersConfig } from './cache-config.ts'
import { configInvalid } from './config-invalid.ts'
import type { StoreParts } from './store-parts.ts'

const dictionaryName = 'limiters'

/** @throws CacheError `E_CACHE_CONFIG`, `E_SHARED_UNAVAILABLE` */
export function createLimiterStore(
  config: LimitersConfig,
  { app, redis, prefix, dictionaries }: StoreParts,
): LimiterStore {
  const { store = redis === undefined ? 'memory' : 'redis', maxKeys, timeout } = config
  if (typeof store === 'object') return store
  if (store === 'memory') return new MemoryLimiterStore(maxKeys === undefined ? {} : { maxKeys })
  if (store === 'shared')
    return new BatchedLimiterStore(new SharedLimiterStore(dictionaries.dictionary(dictionaryName)))
  if (store !== 'redis') throw configInvalid(`limiters.store is none: ${String(store)}`)
  if (redis === undefined) throw configInvalid('limiters.store is redis, and redis has no address')
  const counters = new RedisLimiterStore(redis, {
    // In braces: on a cluster all counters lie in one slot, so that several limits decide in one step.
    prefix: `{${prefix}limit}:`,
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    onUnavailable: (error) => app.log.warn({ err: error.cause }, `${error.message} ${error.help}`),
    onAvailable: () => app.log.info('Redis counts for the limiters again.'),
  })
  return new BatchedLimiterStore(counters)
}
