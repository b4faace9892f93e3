export { cache, type AppCache } from './cache.ts'
export type {
  CacheConfig,
  CacheStoreName,
  LimitersConfig,
  LocksConfig,
  MemoryConfig,
  RedisConfig,
  SharedConfig,
} from './cache-config.ts'
export { CacheProvider } from './cache-provider.ts'
export { Limiters } from './limiters.ts'
export { limitRequests, type LimitBy, type RequestLimit } from './limit-requests.ts'
export { lock } from './lock.ts'
export { Locks } from './locks.ts'
export { pageCache } from './page-cache/page-cache.ts'
export type { PageCacheOptions, PageState } from './page-cache/page-cache-options.ts'
export { Pages } from './page-cache/pages.ts'
export { SharedSessionStore } from './shared-session-store.ts'
export { shared, SharedDictionaries, type SharedDictionariesOptions } from './shared-dictionaries.ts'
