import { Redis } from 'ioredis'
import { describeUnless } from '../../../testing/describe-unless.fixture.ts'

/** The Redis of the development and CI machines. */
export const redisUrl: string = process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379'

/** A suite that needs Redis, as {@link describeUnless}. */
export async function describeWithRedis(title: string, define: () => void): Promise<void> {
  describeUnless(await whyNoRedis(), title, define)
}

async function whyNoRedis(): Promise<string | undefined> {
  const redis = new Redis(redisUrl, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null })
  redis.on('error', () => {})
  try {
    await redis.connect()
    return undefined
  } catch (error) {
    return String(error)
  } finally {
    redis.disconnect()
  }
}
