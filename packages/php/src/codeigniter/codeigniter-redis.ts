import { minutes } from '@vanillin/core'
import type { PhpRedisClient } from '../sessions/redis/php-redis-client.ts'
import { RedisSessions } from '../sessions/redis/redis-sessions.ts'
import type { CodeIgniterSettings } from './codeigniter-settings.ts'

/** CodeIgniter gives up a lock of its own after so long. */
const LOCK_EXPIRY_MS = minutes(5)

/** CodeIgniter's sessions in Redis, and the lock that each of its requests takes: a key that ends with `:lock`. */
export function codeIgniterRedis(
  client: PhpRedisClient,
  { version, cookie, matchIp }: CodeIgniterSettings,
  prefix: string = version === 3 ? 'ci_session:' : `ci_session:${cookie}:`,
): RedisSessions {
  return new RedisSessions(client, {
    description: `Redis, keys ${prefix}*`,
    key: (id, { ip }) => `${prefix}${matchIp ? `${ip}:` : ''}${id}`,
    lock: { key: (key) => `${key}:lock`, expiryMs: LOCK_EXPIRY_MS },
  })
}
