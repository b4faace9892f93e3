import { RedisSessionStore } from '@vanillin/core'
import { Redis } from 'ioredis'
import { randomBytes } from 'node:crypto'
import { afterAll, describe, test } from 'vitest'
import { describeSessions } from './describe-sessions.ts'

const url = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379'
const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null })
const reason = await redis.connect().then(
  () => null,
  (error: unknown) => String(error),
)
const suite = `vanillin-test-${randomBytes(6).toString('hex')}:`
afterAll(async () => {
  const keys = reason === null ? await redis.keys(`${suite}*`) : []
  if (keys.length > 0) await redis.del(...keys)
  redis.disconnect()
})

if (reason === null || process.env.VANILLIN_REQUIRE_SERVERS === '1') {
  describeSessions('Redis', 'expiring store', () => {
    const prefix = `${suite}${randomBytes(6).toString('hex')}:`
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
} else {
  console.warn(`skipped: sessions in Redis: ${reason}`)
  describe.skip(`sessions in Redis (skipped: ${reason})`, () => test('the contract of sessions', () => {}))
}
