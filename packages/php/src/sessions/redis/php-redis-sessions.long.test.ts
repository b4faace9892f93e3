import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, beforeAll } from 'vitest'
import { describeWithPhp } from '../../codec/testing/contract/real-php.ts'
import { describePhpSessions } from '../testing/contract/describe-php-sessions.ts'
import { describeWithRedis, redisUrl } from '#fixtures/redis-server.ts'
import { redisSubject } from '../testing/contract/redis-subject.ts'

const prefix = `vanillin-test-${randomBytes(6).toString('hex')}:`

await describeWithRedis('PHP sessions in Redis without locks', () => {
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

    describePhpSessions('Redis', 'php', () => redisSubject(redis, prefix, false))
  })
})
