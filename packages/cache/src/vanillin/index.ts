export type { CacheConfig, LimitersConfig, RedisConfig } from './cache-config.ts'
export { cache, CacheProvider } from './cache-provider.ts'
export { Limiters } from './limiters.ts'
export { limitRequests, type LimitBy, type RequestLimit } from './limit-requests.ts'
