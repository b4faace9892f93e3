import type { Redis } from 'ioredis'
import { CacheError } from '../errors/cache-error.ts'

const SILENCE_MS = 1000

/**
 * A connection that heals by itself. What it could not send is not sent later: the request that wanted it has had its answer.
 * @throws CacheError `E_CACHE_CONFIG` for a URL that is none
 */
export async function connectRedis(url: string): Promise<Redis> {
  if (!/^rediss?:\/\/./.test(url))
    throw new CacheError('E_CACHE_CONFIG', 'config/cache.ts: redis.url begins with redis:// or rediss://.')
  // Of CommonJS in a bundle import() has the default alone.
  const { default: ioredis } = await import('ioredis')
  const redis = new ioredis.Redis(url, {
    lazyConnect: true,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 1,
    connectTimeout: SILENCE_MS,
    // Without it a connection whose other end has vanished would be believed in for a quarter of an hour.
    socketTimeout: SILENCE_MS,
    retryStrategy: (attempts) => Math.min(attempts * 50, SILENCE_MS),
  })
  // Who asks learns of it; without a listener ioredis writes each attempt to the console.
  redis.on('error', () => {})
  return redis
}
