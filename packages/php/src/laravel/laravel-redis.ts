import type { PhpRedisClient } from '../sessions/redis/php-redis-client.ts'
import { RedisSessions } from '../sessions/redis/redis-sessions.ts'

/** Laravel's sessions in Redis. */
export interface LaravelRedisStore {
  readonly in: 'redis'
  readonly client: PhpRedisClient
  /** REDIS_PREFIX and CACHE_PREFIX, one behind the other, as `laravel_database_laravel_cache_`; Laravel up to version 10 puts a `:` behind the second. */
  readonly prefix: string
}

export function laravelRedis({ client, prefix }: LaravelRedisStore): RedisSessions {
  return new RedisSessions(client, {
    description: `Redis, keys ${prefix}*`,
    key: (id) => prefix + id,
    lock: undefined,
  })
}
