export type { Awaitable } from './async/awaitable.ts'
export { Cache, type CallOptions, type FlexibleTimes, type RememberOptions } from './cache/cache.ts'
export type { CacheOptions } from './cache/cache-backend.ts'
export { createCache } from './cache/create-cache.ts'
export type { Clock } from './clock/clock.ts'
export type { Milliseconds } from './clock/milliseconds.ts'
export type { NotStored, SharedEntry, Stored } from './dictionary/results.ts'
export {
  SharedDictionary,
  type IncrementOptions,
  type SetOptions,
  type SharedDictionaryOptions,
} from './dictionary/shared-dictionary.ts'
export { sharedFolder } from './dictionary/shared-folder.ts'
export type { Pushed } from './dictionary/shared-lists.ts'
export type { JsonValue, SharedValue } from './dictionary/shared-value.ts'
export type { CacheErrorCode } from './errors/catalogue.ts'
export { CacheError } from './errors/cache-error.ts'
export { BatchedLimiterStore } from './limiters/batched/batched-limiter-store.ts'
export type { Charge } from './limiters/charge.ts'
export { Decision } from './limiters/decision.ts'
export type {
  ConcurrentRequests,
  Limit,
  RequestCount,
  RequestRate,
  SlidingRequestCount,
} from './limiters/limit.ts'
export { Limiter, type LimiterOptions } from './limiters/limiter.ts'
export type { LimiterStore, StoreCharge } from './limiters/limiter-store.ts'
export { MemoryLimiterStore, type MemoryLimiterOptions } from './limiters/memory/memory-limiter-store.ts'
export type { RedisLimiterClient } from './limiters/redis/redis-limiter-client.ts'
export { RedisLimiterStore, type RedisLimiterOptions } from './limiters/redis/redis-limiter-store.ts'
export type { ConcurrencyRule, FixedWindowRule, RateRule, Rule, SlidingWindowRule } from './limiters/rule.ts'
export { SharedLimiterStore, type SharedLimiterOptions } from './limiters/shared/shared-limiter-store.ts'
export { takeAll } from './limiters/take-all.ts'
export type { Verdict } from './limiters/verdict.ts'
export type { HeldLock } from './locks/held-lock.ts'
export { Lock, type LockOptions } from './locks/lock.ts'
export type { LockStore } from './locks/lock-store.ts'
export { MemoryLockStore } from './locks/memory-lock-store.ts'
export { RedisLockStore, type RedisLockOptions } from './locks/redis-lock-store.ts'
export { Semaphore } from './locks/semaphore.ts'
export { SharedLockStore, type SharedLockOptions } from './locks/shared-lock-store.ts'
export { MemoryCache, type MemoryCacheOptions, type MemorySetOptions } from './memory/memory-cache.ts'
export type { Reach } from './reach/reach.ts'
export type { RedisClient } from './redis/redis-client.ts'
export type { CacheEntry } from './stores/cache-entry.ts'
export type { CacheStore } from './stores/cache-store.ts'
export { MemoryStore, type MemoryStoreOptions } from './stores/memory/memory-store.ts'
export { RedisStore, type RedisStoreOptions } from './stores/redis/redis-store.ts'
export { SharedStore } from './stores/shared/shared-store.ts'
export type { InvalidationListener, Invalidations } from './stores/tiered/invalidations.ts'
export {
  RedisInvalidations,
  type RedisPublisher,
  type RedisSubscriber,
} from './stores/tiered/redis-invalidations.ts'
export { TieredStore, type StampedStore, type TieredStoreOptions } from './stores/tiered/tiered-store.ts'
export type { Cacheable, Cached, Revivable } from './values/cacheable.ts'
export {
  RevivableClasses,
  type RevivableClass,
  type RevivableClassesOptions,
} from './values/revivable-classes.ts'
export type { Snapshot } from './values/snapshot.ts'
