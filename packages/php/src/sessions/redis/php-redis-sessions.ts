import { seconds, type Duration } from '@vanillin/core'
import type { PhpRedisClient } from './php-redis-client.ts'
import { RedisSessions } from './redis-sessions.ts'

export interface PhpRedisSessionsOptions {
  /** `prefix` in `session.save_path`. Default: `PHPREDIS_SESSION:`. */
  readonly prefix?: string
  /** `redis.session.locking_enabled`: the same on both sides. Default: false, as in php.ini. */
  readonly locking?: boolean
  /** `redis.session.lock_expire`, or `max_execution_time` where that is 0. Default: `seconds(30)`. */
  readonly lockExpiry?: Duration
}

/**
 * PHP's sessions in Redis, as the extension phpredis keeps them. Without `locking` PHP writes a session back as a whole when a request ends, and undoes what was
 * changed here while it ran; with it nobody loses anything.
 *
 * @example
 * phpSession({ store: new PhpRedisSessions(redis, { locking: true }) })
 */
export class PhpRedisSessions extends RedisSessions {
  constructor(client: PhpRedisClient, options: PhpRedisSessionsOptions = {}) {
    const { prefix = 'PHPREDIS_SESSION:', locking = false, lockExpiry = seconds(30) } = options
    super(client, {
      description: `Redis, keys ${prefix}*`,
      key: (id) => prefix + id,
      lock: locking ? { key: (key) => `${key}_LOCK`, expiryMs: lockExpiry } : undefined,
    })
  }
}
