import type { Milliseconds } from '../clock/milliseconds.ts'
import type { LimiterStore } from '../limiters/limiter-store.ts'

/** What config/cache.ts holds. */
export interface CacheConfig {
  /** Reaches all machines. Without it, or without its `url`, everything stays in the memory of each worker. */
  readonly redis?: RedisConfig
  readonly limiters?: LimitersConfig
  readonly shared?: SharedConfig
}

export interface SharedConfig {
  /** How much each dictionary holds, in bytes. Default for each: 4 MiB. Its file takes twice as much and 4 MB more. */
  readonly maxBytes?: Readonly<Record<string, number>>
  /** Where they lie. Default: in memory, in a folder of /dev/shm; where there is none, among the temporary files. */
  readonly folder?: string
}

export interface RedisConfig {
  /** As `redis://:password@10.0.0.5:6379/0`, or `rediss://` for TLS. */
  readonly url: string | undefined
  /** Comes before every key. Default: the name of the app and a colon, so that two apps do not see each other. */
  readonly prefix?: string
}

export interface LimitersConfig {
  /** Where they count. Default: `redis` where it is configured, else `memory`. */
  readonly store?: 'memory' | 'redis' | LimiterStore
  /** For `memory`: how many counters are kept. Default: 100,000. */
  readonly maxKeys?: number
  /** For `redis`: how long a request waits at most. Default: 250 ms. */
  readonly timeout?: Milliseconds
}
