import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { describeWithPhp } from '../../codec/testing/contract/real-php.ts'
import { laravelRedis } from '../../laravel/laravel-redis.ts'
import { noCookies } from '../testing/contract/no-cookies.ts'
import { codeIgniterRedis } from '../../codeigniter/codeigniter-redis.ts'
import { describeSessionStore } from '../testing/contract/describe-session-store.ts'
import { describePhpSessions } from '../testing/contract/describe-php-sessions.ts'
import { describeWithRedis, redisUrl } from '#fixtures/redis-server.ts'
import { redisSubject } from '../testing/contract/redis-subject.ts'
import { PhpRedisSessions } from './php-redis-sessions.ts'

const prefix = `vanillin-test-${randomBytes(6).toString('hex')}:`

await describeWithRedis('stores of sessions in Redis', () => {
  let redis: Redis
  beforeAll(() => {
    redis = new Redis(redisUrl)
  })
  afterAll(() => redis.disconnect())

  const id = randomBytes(20).toString('hex')
  for (const locking of [false, true])
    describeSessionStore(`Redis, ${locking ? 'with' : 'without'} locks`, () => {
      const connect = (): PhpRedisSessions => new PhpRedisSessions(redis, { prefix, locking })
      return { store: connect(), other: connect(), id }
    })

  describeSessionStore('Redis as Laravel has it', () => {
    const connect = () => laravelRedis({ in: 'redis', client: redis, prefix })
    return { store: connect(), other: connect(), id }
  })

  test('forty changes at the same time are forty writes, and under PHP’s lock forty locks', async () => {
    const access = { ip: '', userAgent: '', cookies: noCookies, lifetimeMs: 60_000 }
    const evaluate = vi.spyOn(redis, 'eval')
    for (const [locking, calls] of [
      [false, 40],
      [true, 3 * 40],
    ] as const) {
      const sessions = new PhpRedisSessions(redis, { prefix, locking })
      evaluate.mockClear()
      const add = () =>
        sessions.update(id, access, (stored) =>
          Buffer.concat([stored?.bytes ?? Buffer.alloc(0), Buffer.from('x')]),
        )
      await Promise.all(Array.from({ length: 40 }, add))
      expect(await redis.get(prefix + id)).toBe('x'.repeat(40))
      expect(evaluate).toHaveBeenCalledTimes(calls)
      await redis.del(prefix + id)
    }
    evaluate.mockRestore()
  })

  for (const matchIp of [false, true])
    describeSessionStore(`Redis as CodeIgniter has it${matchIp ? ', for one address' : ''}`, () => {
      const settings = { version: 4, cookie: 'ci_session', matchIp } as const
      const connect = () => codeIgniterRedis(redis, settings, prefix)
      return { store: connect(), other: connect(), id, matchesIp: matchIp }
    })
})

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

    describePhpSessions('Redis with locks', 'php_binary', () => redisSubject(redis, prefix, true))
  })
})
