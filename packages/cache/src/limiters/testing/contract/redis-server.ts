import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'

/** The Redis of the development and CI machines. */
export const redisUrl: string = process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379'

/** A prefix that no other run has. */
export const redisPrefix: string = `vanillin-test-${randomBytes(6).toString('hex')}:`

export function connectRedis(url: string = redisUrl): Redis {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null })
  redis.on('error', () => {})
  return redis
}

/** Why Redis cannot be reached, or null when it answers. */
export async function whyNoRedis(): Promise<string | null> {
  const redis = connectRedis()
  try {
    await redis.connect()
    return null
  } catch (error) {
    return process.env.VANILLIN_REQUIRE_SERVERS === '1' ? null : String(error)
  } finally {
    redis.disconnect()
  }
}

/** Removes what the tests of this run have left. */
export async function removeTestKeys(redis: Redis): Promise<void> {
  const keys = await redis.keys(`*${redisPrefix}*`)
  if (keys.length > 0) await redis.unlink(...keys)
}
