export { cache, type AppCache } from './cache.ts'
export type {
  CacheConfig,
  CacheStoreName,
  LimitersConfig,
  LocksConfig,
  MemoryConfig,
  SharedConfig,
} from './cache-config.ts'
export { CacheProvider } from './cache-provider.ts'
export { Limiters } from './limiters.ts'
export { DatabaseLockStore, type DatabaseLockOptions } from './database/database-lock-store.ts'
export { DatabaseStore, type DatabaseStoreOptions } from './database/database-store.ts'
export { limitRequests, type LimitBy, type RequestLimit } from './limit-requests.ts'
export { lock } from './lock.ts'
export { Locks } from './locks.ts'
export { pageCache } from './page-cache/page-cache.ts'
export type { PageCacheOptions, PageState } from './page-cache/page-cache-options.ts'
export { Pages } from './page-cache/pages.ts'
export type {
  RedisClusterConfig,
  RedisConfig,
  RedisSentinelConfig,
  RedisServerConfig,
} from './redis/redis-config.ts'
export { SharedSessionStore } from './shared-session-store.ts'
export { shared, SharedDictionaries, type SharedDictionariesOptions } from './shared-dictionaries.ts'
