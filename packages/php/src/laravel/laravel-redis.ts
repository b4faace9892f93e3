import { seconds } from '@vanillin/core'
import type { PhpRedisClient } from '../sessions/redis/php-redis-client.ts'
import { RedisSessions } from '../sessions/redis/redis-sessions.ts'

/** Laravel's sessions in Redis. */
export interface LaravelRedisStore {
  readonly in: 'redis'
  readonly client: PhpRedisClient
  /** REDIS_PREFIX and CACHE_PREFIX, one behind the other, as `laravel_database_laravel_cache_`; Laravel up to version 10 puts a `:` behind the second. */
  readonly prefix: string
  /** Where routes of Laravel have `->block()`: the lock that such a request holds is then waited for, and taken, with each change here. */
  readonly block?: LaravelBlock
}

/** The lock of `->block()`, in the cache store that `block_store` of config/session.php names. */
export interface LaravelBlock {
  /** `lock_connection` of that store. Default: the client of the sessions. */
  readonly client?: PhpRedisClient
  /** As that of the sessions, of that store. Default: that of the sessions. */
  readonly prefix?: string
}

/** What Laravel takes when a route does not say for how long. */
const LOCK_EXPIRY_MS = seconds(10)

export function laravelRedis({ client, prefix, block }: LaravelRedisStore): RedisSessions {
  return new RedisSessions(client, {
    description: `Redis, keys ${prefix}*`,
    key: (id) => prefix + id,
    lock: block && {
      client: block.client ?? client,
      key: (key) => `${block.prefix ?? prefix}session:${key.slice(prefix.length)}`,
      expiryMs: LOCK_EXPIRY_MS,
    },
  })
}
