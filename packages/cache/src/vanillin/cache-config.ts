import type { Milliseconds } from '../clock/milliseconds.ts'
import type { LimiterStore } from '../limiters/limiter-store.ts'
import type { LockStore } from '../locks/lock-store.ts'
import type { Reach } from '../reach/reach.ts'
import type { CacheStore } from '../stores/cache-store.ts'
import type { RevivableClass } from '../values/revivable-classes.ts'
import type { RedisConfig } from './redis/redis-config.ts'

/** What config/cache.ts holds. */
export interface CacheConfig {
  /** One server, a group behind Sentinel, or a Cluster: reaches all machines. Without it, or its address, everything stays on this machine, or in the memory of each worker. */
  readonly redis?: RedisConfig
  /**
   * Where `cache` keeps its values. Default: `redis` where it is configured, else `memory`. A list is memory in front of what others share:
   * `['memory', 'redis']`.
   */
  readonly store?: CacheStoreName | readonly ['memory', 'shared' | 'redis'] | CacheStore
  /** For `memory`, also in front of another store. */
  readonly memory?: MemoryConfig
  /** How long a request waits at most for what is cached elsewhere. Default: 250 ms for Redis, a second for the database. */
  readonly timeout?: Milliseconds
  /** Classes whose instances are cached, where a worker reads one before it has cached one: `{ Post, User }`. */
  readonly classes?: Readonly<Record<string, RevivableClass>>
  /** How far `cache` and `lock` must reach. The boot fails where the stores reach less. */
  readonly across?: Reach
  readonly locks?: LocksConfig
  readonly limiters?: LimitersConfig
  readonly shared?: SharedConfig
}

export type CacheStoreName = 'memory' | 'shared' | 'redis' | 'database'

export interface MemoryConfig {
  /** How many values. Default: 10,000. */
  readonly maxEntries?: number
  /** Roughly, for all values together. Default: 50,000,000. */
  readonly maxBytes?: number
}

export interface LocksConfig {
  /** Where they are kept. Default: `redis` where it is configured, else `shared` where lmdb is installed, else `memory`. */
  readonly store?: 'memory' | 'shared' | 'redis' | 'database' | LockStore
}

export interface SharedConfig {
  /** How much each dictionary holds, in bytes. Default for each: 4 MiB. Its file takes twice as much and 4 MB more. */
  readonly maxBytes?: Readonly<Record<string, number>>
  /** Where they lie. Default: in memory, in a folder of /dev/shm; where there is none, among the temporary files. */
  readonly folder?: string
}

export interface LimitersConfig {
  /** Where they count. Default: `redis` where it is configured, else `memory`. */
  readonly store?: 'memory' | 'shared' | 'redis' | LimiterStore
  /** For `memory`: how many counters are kept. Default: 100,000. */
  readonly maxKeys?: number
  /** For `redis`: how long a request waits at most. Default: 250 ms. */
  readonly timeout?: Milliseconds
}
