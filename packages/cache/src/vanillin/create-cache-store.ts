import type { CacheStore } from '../stores/cache-store.ts'
import { MemoryStore } from '../stores/memory/memory-store.ts'
import { RedisStore } from '../stores/redis/redis-store.ts'
import { SharedStore } from '../stores/shared/shared-store.ts'
import { RedisInvalidations } from '../stores/tiered/redis-invalidations.ts'
import { TieredStore } from '../stores/tiered/tiered-store.ts'
import type { CacheConfig } from './cache-config.ts'
import { configInvalid } from './config-invalid.ts'
import { DatabaseStore } from './database/database-store.ts'
import { isCluster, publisherOf } from './redis/cluster-subscription.ts'
import type { StoreParts } from './store-parts.ts'

/** The dictionary that holds what is cached. */
const dictionaryName = 'cache'

/**
 * @throws CacheError `E_CACHE_CONFIG`, `E_SHARED_UNAVAILABLE`
 * @throws VanillinError `E_SERVICE_NOT_PROVIDED` for the store `database` without `database()`
 */
export function createCacheStore(config: CacheConfig, parts: StoreParts): CacheStore {
  const { store = parts.redis === undefined ? 'memory' : 'redis', memory = {} } = config
  if (isTiers(store)) return createTiers(store, config, parts)
  if (typeof store === 'object') return store
  switch (store) {
    case 'memory':
      return new MemoryStore(memory)
    case 'shared':
      return new SharedStore(parts.dictionaries.dictionary(dictionaryName))
    case 'redis':
      return createRedisStore(config, parts)
    case 'database':
      return createDatabaseStore(config, parts)
    default:
      throw configInvalid(`store is none: ${String(store)}`)
  }
}

function isTiers(store: NonNullable<CacheConfig['store']>): store is readonly ['memory', 'shared' | 'redis'] {
  return Array.isArray(store)
}

function createTiers(
  [front, behind, ...more]: readonly [string, string, ...string[]],
  config: CacheConfig,
  parts: StoreParts,
): CacheStore {
  if (front !== 'memory' || more.length > 0)
    throw configInvalid(`store is a list of two, ['memory', 'redis'] or ['memory', 'shared']`)
  if (behind === 'shared')
    return new TieredStore(
      new SharedStore(parts.dictionaries.dictionary(dictionaryName)),
      undefined,
      config.memory,
    )
  if (behind !== 'redis') throw configInvalid(`there is no store ${behind} behind memory`)
  const store = createRedisStore(config, parts)
  const channel = `${parts.prefix}cache:changes`
  const redis = parts.redis!
  const publisher = isCluster(redis) ? publisherOf(redis) : redis
  return new TieredStore(store, new RedisInvalidations(publisher, { channel }), config.memory)
}

function createRedisStore({ timeout }: CacheConfig, { app, redis, prefix }: StoreParts): RedisStore {
  if (redis === undefined) throw configInvalid('store is redis, and redis has no address')
  return new RedisStore(redis, {
    prefix: `${prefix}cache:`,
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    onUnavailable: (error) => app.log.warn({ err: error.cause }, `${error.message} ${error.help}`),
    onAvailable: () => app.log.info('Redis answers for the cache again.'),
  })
}

function createDatabaseStore({ timeout }: CacheConfig, { app, database }: StoreParts): DatabaseStore {
  return new DatabaseStore(database(), {
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    onUnavailable: (error) => app.log.warn({ err: error.cause }, `${error.message} ${error.help}`),
    onAvailable: () => app.log.info('The database answers for the cache again.'),
  })
}
