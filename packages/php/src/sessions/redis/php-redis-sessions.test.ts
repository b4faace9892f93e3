import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe } from 'vitest'
import { describeWithPhp } from '../../codec/testing/contract/real-php.ts'
import { describePhpSessions } from '../testing/contract/describe-php-sessions.ts'
import { describeWithRedis, redisUrl } from '../testing/contract/redis-server.ts'
import { PhpRedisSessions } from './php-redis-sessions.ts'

const prefix = `vanillin-test-${randomBytes(6).toString('hex')}:`

await describeWithRedis('PHP sessions in Redis', () => {
  describeWithPhp('in Redis', ['session', 'redis'], () => {
    let redis: Redis
    beforeAll(() => {
      redis = new Redis(redisUrl)
    })
    afterAll(async () => {
      const keys = await redis.keys(`${prefix}*`)
      if (keys.length > 0) await redis.unlink(...keys)
      redis.disconnect()
    })

    for (const locking of [false, true])
      describe(locking ? 'with its lock' : 'without a lock', () => {
        const { hostname, port } = new URL(redisUrl)
        const path = `tcp://${hostname}:${port === '' ? 6379 : port}?prefix=${encodeURIComponent(prefix)}`
        describePhpSessions(locking ? 'Redis with locks' : 'Redis', locking ? 'php_binary' : 'php', () => ({
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
            if (seconds >= 1_440) await redis.del(prefix + id)
            else await redis.expire(prefix + id, 1_440 - seconds)
          },
        }))
      })
  })
})
