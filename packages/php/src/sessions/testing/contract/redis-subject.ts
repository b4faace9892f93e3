import type { Redis } from 'ioredis'
import { PhpRedisSessions } from '../../redis/php-redis-sessions.ts'
import type { PhpSessionSubject } from './describe-php-sessions.ts'
import { redisUrl } from '#fixtures/redis-server.ts'

const LIFETIME_SECONDS = 1_440

/** The keys of phpredis. */
export function redisSubject(redis: Redis, prefix: string, locking: boolean): PhpSessionSubject {
  const { hostname, port } = new URL(redisUrl)
  const path = `tcp://${hostname}:${port === '' ? 6379 : port}?prefix=${encodeURIComponent(prefix)}`
  return {
    store: new PhpRedisSessions(redis, { prefix, locking }),
    settings: [
      'session.save_handler=redis',
      `session.save_path="${path}"`,
      `redis.session.locking_enabled=${locking ? 1 : 0}`,
      'redis.session.lock_retries=-1',
      'redis.session.lock_wait_time=2000',
    ],
    isLocked: locking,
    overwrite: async (id, bytes) => void (await redis.set(prefix + id, bytes, 'KEEPTTL')),
    async age(id, seconds) {
      if (seconds >= LIFETIME_SECONDS) await redis.del(prefix + id)
      else await redis.expire(prefix + id, LIFETIME_SECONDS - seconds)
    },
  }
}
