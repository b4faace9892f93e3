import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hours } from '@vanillin/core'
import { RedisLockStore } from '@vanillin/cache'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { describeWithRedis, redisUrl } from '#fixtures/redis-server.ts'
import { describeSessionStore } from '../sessions/testing/contract/describe-session-store.ts'
import { noCookies } from '../sessions/testing/contract/no-cookies.ts'
import { BlockedSessions } from './blocked-sessions.ts'
import { laravelFiles } from './laravel-files.ts'
import { laravelRedis } from './laravel-redis.ts'
import { laravelLocks } from './locks/laravel-locks.ts'

const ID = randomBytes(20).toString('hex')
const access = { ip: '', userAgent: '', cookies: noCookies, lifetimeMs: hours(1) }

await describeWithRedis('sessions of Laravel in Redis under the lock of block()', () => {
  const prefix = `vanillin-test-${randomBytes(6).toString('hex')}:`
  let redis: Redis
  beforeAll(() => {
    redis = new Redis(redisUrl)
  })
  afterAll(() => redis.disconnect())

  const connect = (): BlockedSessions =>
    new BlockedSessions(
      laravelRedis({ in: 'redis', client: redis, prefix }),
      new RedisLockStore(redis, { prefix: `${prefix}cache:`, timeoutMs: 60_000 }),
    )

  describeSessionStore('Redis, under the lock of block()', () => ({
    store: connect(),
    other: connect(),
    id: ID,
  }))

  test('a change waits for the route of Laravel that blocks the session', async () => {
    const lock = `${prefix}cache:session:${ID}`
    await redis.set(lock, 'an owner of Laravel', 'EX', 10, 'NX')
    let isDone = false
    const writing = connect()
      .update(ID, access, () => Buffer.from('x'))
      .then(() => (isDone = true))
    expect(await connect().lock(ID, access, 50)).toBeUndefined()
    expect([isDone, await redis.exists(prefix + ID)]).toEqual([false, 0])
    await redis.del(lock)
    await writing
    expect([await redis.get(prefix + ID), await redis.exists(lock)]).toEqual(['x', 0])
    await redis.del(prefix + ID)
  })
})

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vanillin-blocked-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describeSessionStore('files of Laravel, under the lock of block()', () => {
  const connect = (): BlockedSessions =>
    new BlockedSessions(laravelFiles(folder), laravelLocks({ in: 'files', folder: join(folder, 'cache') }))
  return { store: connect(), other: connect(), id: ID }
})

test('a request that has locked the session changes it, and another one waits for it', async () => {
  const locks = laravelLocks({ in: 'files', folder: join(folder, 'cache') })
  const sessions = new BlockedSessions(laravelFiles(folder), locks)
  await sessions.update(ID, access, () => Buffer.from('first'))
  const unlock = await sessions.lock(ID, access, 1_000)
  expect(await locks.acquire(`session:${ID}`, 'of Laravel', 1_000)).not.toBe('of Laravel')
  await sessions.update(ID, access, () => Buffer.from('second'))
  await unlock!()
  expect(await locks.acquire(`session:${ID}`, 'of Laravel', 1_000)).toBe('of Laravel')
  expect(readdirSync(folder).toSorted()).toEqual([ID, 'cache'].toSorted())
})
