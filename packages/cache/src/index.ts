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
export type { Awaitable, LimiterStore, StoreCharge } from './limiters/limiter-store.ts'
export { MemoryLimiterStore, type MemoryLimiterOptions } from './limiters/memory/memory-limiter-store.ts'
export type { RedisLimiterClient } from './limiters/redis/redis-limiter-client.ts'
export { RedisLimiterStore, type RedisLimiterOptions } from './limiters/redis/redis-limiter-store.ts'
export type { ConcurrencyRule, FixedWindowRule, RateRule, Rule, SlidingWindowRule } from './limiters/rule.ts'
export { takeAll } from './limiters/take-all.ts'
export type { Verdict } from './limiters/verdict.ts'
export type { Reach } from './reach/reach.ts'
