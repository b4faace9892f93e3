import { Redis } from 'ioredis'
import { describe } from 'vitest'

/** The Redis of the development and CI machines. */
export const redisUrl: string = process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379'

/** A suite that needs Redis: skipped by name where there is none, failing where VANILLIN_REQUIRE_SERVERS=1 says that it has to be there. */
export async function describeWithRedis(title: string, define: () => void): Promise<void> {
  const reason = process.env['VANILLIN_REQUIRE_SERVERS'] === '1' ? undefined : await whyNoRedis()
  if (reason === undefined) return void describe(title, define)
  console.warn(`skipped: ${title}: ${reason}`)
  describe.skip(`${title} (skipped: ${reason})`, define)
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
