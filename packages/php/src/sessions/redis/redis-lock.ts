import { randomBytes } from 'node:crypto'
import { retryUntil, type Unlock } from '@vanillin/core'
import type { PhpRedisClient } from './php-redis-client.ts'

/** The key that PHP makes while a request has a session, and how long it stays when nobody takes it away. */
export interface RedisLockRules {
  readonly key: (sessionKey: string) => string
  readonly expiryMs: number
}

const TAKE = `return redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) and 1 or 0`
const GIVE_BACK = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`

/** Takes the lock of a session that PHP takes; undefined when others have it for longer than `timeoutMs`. */
export async function lockInRedis(
  client: PhpRedisClient,
  sessionKey: string,
  { key, expiryMs }: RedisLockRules,
  timeoutMs: number,
): Promise<Unlock | undefined> {
  const name = key(sessionKey)
  const owner = `vanillin|${randomBytes(12).toString('base64url')}`
  const taken = await retryUntil(Date.now() + timeoutMs, async () => {
    const isTaken = await client.eval(TAKE, 1, name, owner, String(expiryMs))
    return isTaken === 1 || undefined
  })
  return taken === undefined
    ? undefined
    : async () => {
        await client.eval(GIVE_BACK, 1, name, owner)
      }
}
