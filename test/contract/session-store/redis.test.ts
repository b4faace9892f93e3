import { RedisSessionStore } from '@vanillin/core'
import { afterAll, beforeAll } from 'vitest'
import {
  connectRedis,
  describeWithRedis,
  newRedisPrefix,
  removeTestKeys,
} from '../../fixtures/redis-server.ts'
import { describeSessions } from './describe-sessions.ts'

await describeWithRedis('sessions in Redis', () => {
  const redis = connectRedis()
  beforeAll(() => redis.connect())
  afterAll(async () => {
    await removeTestKeys(redis)
    redis.disconnect()
  })

  describeSessions('Redis', 'expiring store', () => {
    const prefix = newRedisPrefix()
    return {
      driver: new RedisSessionStore(redis, { prefix }),
      async stored() {
        const keys = await redis.keys(`${prefix}*`)
        return [...keys, ...(await Promise.all(keys.map(async (key) => (await redis.get(key)) ?? '')))]
      },
      async damage(by) {
        const keys = await redis.keys(`${prefix}*`)
        await Promise.all(
          keys.map(async (key) => redis.set(key, by((await redis.get(key)) ?? ''), 'KEEPTTL')),
        )
      },
    }
  })
})
