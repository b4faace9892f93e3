import { CacheError } from '../errors/cache-error.ts'
import type { LockStore } from '../locks/lock-store.ts'
import { MemoryLockStore } from '../locks/memory-lock-store.ts'
import { RedisLockStore } from '../locks/redis-lock-store.ts'
import { SharedLockStore } from '../locks/shared-lock-store.ts'
import type { LocksConfig } from './cache-config.ts'
import { configInvalid } from './config-invalid.ts'
import { DatabaseLockStore } from './database/database-lock-store.ts'
import type { StoreParts } from './store-parts.ts'

/** The dictionary of locks: its own, so that nothing else takes their room. */
const dictionaryName = 'locks'

/** @throws CacheError `E_CACHE_CONFIG`, `E_SHARED_UNAVAILABLE` */
export function createLockStore({ store }: LocksConfig, parts: StoreParts): LockStore {
  if (typeof store === 'object') return store
  switch (store) {
    case undefined:
      return parts.redis === undefined ? sharedOrMemory(parts) : createRedisLockStore(parts)
    case 'memory':
      return new MemoryLockStore()
    case 'shared':
      return createSharedLockStore(parts)
    case 'redis':
      return createRedisLockStore(parts)
    case 'database':
      return createDatabaseLockStore(parts)
    default:
      throw configInvalid(`locks.store is none: ${String(store)}`)
  }
}

function sharedOrMemory(parts: StoreParts): LockStore {
  try {
    return createSharedLockStore(parts)
  } catch (error) {
    if (error instanceof CacheError && error.code === 'E_SHARED_UNAVAILABLE') return new MemoryLockStore()
    throw error
  }
}

function createSharedLockStore({ dictionaries }: StoreParts): LockStore {
  return new SharedLockStore(dictionaries.dictionary(dictionaryName))
}

function createRedisLockStore({ app, redis, prefix }: StoreParts): LockStore {
  if (redis === undefined) throw configInvalid('locks.store is redis, and redis has no address')
  return new RedisLockStore(redis, {
    prefix: `${prefix}lock:`,
    onUnavailable: (error) => app.log.warn({ err: error.cause }, `${error.message} ${error.help}`),
    onAvailable: () => app.log.info('Redis answers for locks again.'),
  })
}

function createDatabaseLockStore({ app, database }: StoreParts): LockStore {
  return new DatabaseLockStore(database(), {
    onUnavailable: (error) => app.log.warn({ err: error.cause }, `${error.message} ${error.help}`),
    onAvailable: () => app.log.info('The database answers for locks again.'),
  })
}
