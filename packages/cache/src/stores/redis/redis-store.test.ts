import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import {
  connectRedis,
  describeWithRedis,
  newRedisPrefix,
  redisPrefix,
  redisUrl,
  removeTestKeys,
} from '#fixtures/redis-server.ts'
import {
  createCache,
  RedisInvalidations,
  RedisStore,
  TieredStore,
  type Cache,
  type Clock,
  type CacheStore,
} from '../../index.ts'
import { redisProxy } from '../../redis/redis-proxy.fixture.ts'
import { describeCacheStore } from '../testing/contract/describe-cache-store.ts'

await describeWithRedis('stores in Redis', () => {
  const redis = connectRedis()
  const second = connectRedis()
  beforeAll(() => Promise.all([redis.connect(), second.connect()]))
  afterAll(async () => {
    await removeTestKeys(redis)
    redis.disconnect()
    second.disconnect()
  })

  // A loaded machine must not pass for a Redis that is down.
  const storeOf = (client: Redis, prefix: string) => new RedisStore(client, { prefix, timeoutMs: 60_000 })

  describeCacheStore('Redis', () => {
    const prefix = newRedisPrefix()
    return { store: storeOf(redis, prefix), other: storeOf(second, prefix) }
  })

  const tiersOf = async (client: Redis, prefix: string, clock: Clock = Date.now): Promise<CacheStore> => {
    const changes = new RedisInvalidations(client, { channel: `${prefix}changes` })
    await expect.poll(() => changes.isListening).toBe(true)
    onTestFinished(() => changes.close())
    return new TieredStore(storeOf(client, prefix), changes, { clock })
  }

  describeCacheStore('memory in front of Redis', async (clock) => {
    const prefix = newRedisPrefix()
    return { store: await tiersOf(redis, prefix, clock), other: await tiersOf(second, prefix, clock) }
  })

  test('two apps with prefixes of their own do not see each other, and clear nothing of each other', async () => {
    const prefixes = [`${redisPrefix}a*:`, `${redisPrefix}ab:`]
    const [one, other] = prefixes.map((prefix) => createCache(storeOf(redis, prefix))) as [Cache, Cache]
    await one.set('key', 1)
    await other.set('key', 2)
    await one.flush()
    expect([await one.get('key'), await other.get('key')]).toEqual([undefined, 2])
  })

  test.each([
    'no entry',
    '',
    '[',
    '[null,null,null]',
    '[null,null,null]\n',
    '[null,null,null]\njx',
    '[1]\nj1',
    '[null,null,[]]\nj1',
    '[null,null,null]\nt{"$map":7}',
    '[null,null,null]\nt{"$new":7}',
    '[null,null,null]\nx1',
    '1e999',
    'NaN',
  ])('what others have left there is a miss: %j', async (text) => {
    const prefix = newRedisPrefix()
    await redis.set(`${prefix}{k:key}`, text)
    const cache = createCache(storeOf(redis, prefix))
    expect(await cache.get('key')).toBeUndefined()
    expect(await cache.remember('key', 60_000, () => 'new')).toBe('new')
    expect(await cache.get('key')).toBe('new')
  })

  test('memory in front asks Redis once, and again after somebody else has changed it', async () => {
    const prefix = newRedisPrefix()
    const store = await tiersOf(redis, prefix)
    const cache = createCache(store)
    const other = createCache(await tiersOf(second, prefix))
    await cache.set('key', { a: 1 })
    const first = await cache.get('key')
    expect(await cache.get('key')).toBe(first)
    await other.set('key', { a: 2 })
    await expect.poll(() => cache.get('key')).toEqual({ a: 2 })
    await other.flush()
    await expect.poll(() => cache.get('key')).toBeUndefined()
  })

  describe('while Redis', () => {
    const cleanups: (() => unknown)[] = []
    afterEach(async () => {
      for (const cleanup of cleanups.splice(0).toReversed()) await cleanup() // oxlint-disable-line no-await-in-loop -- in this order
    })

    async function proxied() {
      const proxy = await redisProxy(redisUrl)
      cleanups.push(() => proxy.stop())
      const client = new Redis(proxy.url, {
        retryStrategy: () => 20,
        socketTimeout: 200,
        connectTimeout: 200,
      })
      client.on('error', () => {})
      cleanups.push(() => client.disconnect())
      const prefix = newRedisPrefix()
      const news: string[] = []
      const store = new RedisStore(client, {
        prefix,
        timeoutMs: 100,
        retryMs: 50,
        onUnavailable: ({ code }) => news.push(code),
        onAvailable: () => news.push('available'),
      })
      return { proxy, client, store, news, prefix }
    }

    test.each(['is gone', 'does not answer'])(
      '%s, everything is a miss, nothing fails, one line is written, and then all is well again',
      async (how) => {
        const { proxy, store, news } = await proxied()
        const cache = createCache(store)
        await expect.poll(() => cache.set('key', 'kept')).toBe(true)
        news.length = 0

        if (how === 'is gone') await proxy.stop()
        else proxy.hold()
        await expect.poll(() => cache.get('key')).toBeUndefined()
        let computed = 0
        const during = await Promise.all(
          Array.from({ length: 200 }, (_, i) => cache.remember(`key ${i % 2}`, 60_000, () => ++computed)),
        )
        expect(during).toHaveLength(200)
        // Within this process it is still computed once for all who ask at once.
        expect(computed).toBe(2)
        expect([
          await cache.set('key', 1),
          await cache.add('key', 1),
          await cache.forget('key'),
          await cache.increment('count'),
          await cache.pull('key'),
          await cache.tags('t').set('key', 1),
          await cache.tags('t').remember('key', 60_000, () => 'made'),
        ]).toEqual([false, false, false, undefined, undefined, false, 'made'])
        await cache.flush()
        expect(news).toEqual(['E_CACHE_UNAVAILABLE'])

        if (how === 'is gone') await proxy.start()
        else proxy.resume()
        await expect.poll(() => cache.set('after', 'kept')).toBe(true)
        expect(await cache.get('after')).toBe('kept')
        expect(news).toEqual(['E_CACHE_UNAVAILABLE', 'available'])
      },
    )

    test('cannot be heard, copies in front are not used', async () => {
      const { proxy, client, store, prefix } = await proxied()
      const changes = new RedisInvalidations(client, { channel: `${prefix}changes` })
      cleanups.push(() => changes.close())
      const cache = createCache(new TieredStore(store, changes))
      await expect.poll(() => changes.isListening).toBe(true)
      await expect.poll(() => cache.set('key', { a: 1 })).toBe(true)
      const copy = await cache.get('key')
      expect(await cache.get('key')).toBe(copy)
      await proxy.stop()
      await expect.poll(() => changes.isListening).toBe(false)
      expect(await cache.get('key')).toBeUndefined()
      const direct = createCache(storeOf(redis, prefix))
      await direct.set('key', { a: 2 })
      await proxy.start()
      await expect.poll(() => cache.get('key')).toEqual({ a: 2 })
    })
  })

  test('scripts that Redis has lost are sent again', async () => {
    const cache = createCache(storeOf(redis, newRedisPrefix()))
    expect(await cache.increment('n')).toBe(1)
    await redis.script('FLUSH')
    expect(await cache.increment('n')).toBe(2)
    expect(await cache.set('a', 1)).toBe(true)
  })
})
