import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import {
  connectRedis,
  describeWithRedis,
  newRedisPrefix,
  redisUrl,
  removeTestKeys,
} from '#fixtures/redis-server.ts'
import { startCacheProcess } from '../cache/cache-process.fixture.ts'
import { memoryFolder } from '../dictionary/shared-process.fixture.ts'
import {
  Lock,
  MemoryLockStore,
  RedisLockStore,
  SharedDictionary,
  SharedLockStore,
  type LockStore,
} from '../index.ts'
import { describeLockStore } from './testing/contract/describe-lock-store.ts'

describeLockStore('memory', () => ({ store: new MemoryLockStore(), other: undefined }))

function sharedStores(): { folder: string; store: LockStore; other: LockStore } {
  const folder = memoryFolder()
  const open = () => SharedDictionary.open('test', { folder, maxBytes: 1_000_000 })
  const both: [SharedDictionary, SharedDictionary] = [open(), open()]
  onTestFinished(async () => {
    for (const one of both) await one.close() // oxlint-disable-line no-await-in-loop -- one after the other
    rmSync(folder, { recursive: true })
  })
  return { folder, store: new SharedLockStore(both[0]), other: new SharedLockStore(both[1]) }
}

describeLockStore('a shared dictionary', sharedStores)

test('a full dictionary refuses another lock, and keeps those that are held', async () => {
  const folder = memoryFolder()
  const dictionary = SharedDictionary.open('test', { folder, maxBytes: 2_000 })
  onTestFinished(async () => {
    await dictionary.close()
    rmSync(folder, { recursive: true })
  })
  const store = new SharedLockStore(dictionary)
  let held = 0
  expect(() => {
    for (; held < 100; held += 1) store.acquire(`lock ${held}`, 'one', 60_000)
  }).toThrow(expect.objectContaining({ code: 'E_SHARED_FULL' }))
  for (let i = 0; i < held; i += 1) expect(store.acquire(`lock ${i}`, 'two', 60_000)).toBe('one')
})

/** A worker that holds a lock is killed: it stays locked until its time is over, and no longer. */
async function killHolder(shared: Parameters<typeof startCacheProcess>[0], store: LockStore): Promise<void> {
  const holder = startCacheProcess(
    shared,
    `const held = await new vanillin.Lock(lockStore, 'nightly', { ttl: 600 }).acquire()
     say('held')
     await new Promise(() => setInterval(() => {}, 1000))`,
  )
  await expect.poll(() => holder.lines).toContain('held')
  expect(await new Lock(store, 'nightly').acquireIfFree()).toBeUndefined()
  const killedAt = performance.now()
  holder.child.kill('SIGKILL')
  await holder.ended
  const next = await new Lock(store, 'nightly', { wait: 60_000 }).acquire()
  expect(performance.now() - killedAt).toBeGreaterThan(200)
  await next.release()
}

test('a process of this machine that is killed holds its lock until its time is over, and no longer', async () => {
  const { folder, store } = sharedStores()
  await killHolder({ folder }, store)
})

await describeWithRedis('locks in Redis', () => {
  const redis = connectRedis()
  const second = connectRedis()
  beforeAll(() => Promise.all([redis.connect(), second.connect()]))
  afterAll(async () => {
    await removeTestKeys(redis)
    redis.disconnect()
    second.disconnect()
  })

  describeLockStore('Redis', () => {
    const options = { prefix: newRedisPrefix(), timeoutMs: 60_000 }
    return { store: new RedisLockStore(redis, options), other: new RedisLockStore(second, options) }
  })

  test('a process that is killed holds its lock until its time is over, and no longer', async () => {
    const prefix = newRedisPrefix()
    await killHolder({ redisUrl, prefix }, new RedisLockStore(redis, { prefix, timeoutMs: 60_000 }))
  })

  test('without Redis nobody gets a lock, and who has one loses it when its time is over', async () => {
    const client = connectRedis()
    await client.connect()
    const store = new RedisLockStore(client, {
      prefix: newRedisPrefix(),
      timeoutMs: 100,
      onUnavailable: () => {},
    })
    const running = new Lock(store, 'nightly', { ttl: 200 }).run(async (signal) => {
      client.disconnect()
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
      return signal.reason as unknown
    })
    await expect(running).rejects.toMatchObject({ code: 'E_LOCK_LOST' })
    await expect(new Lock(store, 'other').acquire()).rejects.toMatchObject({
      code: 'E_LOCK_UNAVAILABLE',
      status: 503,
    })
  })
})
