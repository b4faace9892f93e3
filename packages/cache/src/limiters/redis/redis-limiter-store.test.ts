import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  connectRedis,
  describeWithRedis,
  newRedisPrefix,
  redisUrl,
  removeTestKeys,
} from '#fixtures/redis-server.ts'
import {
  CacheError,
  Limiter,
  RedisLimiterStore,
  takeAll,
  type RedisLimiterOptions,
  type LimiterOptions,
} from '../../index.ts'
import { redisProxy } from '../../redis/redis-proxy.fixture.ts'
import { describeLimiterStore } from '../testing/contract/describe-limiter-store.ts'

await describeWithRedis('limiters in Redis', () => {
  const redis = connectRedis()
  beforeAll(() => redis.connect())
  afterAll(async () => {
    await removeTestKeys(redis)
    redis.disconnect()
  })

  // A loaded machine must not pass for a Redis that is down.
  const storeOf = (options: RedisLimiterOptions) =>
    new RedisLimiterStore(redis, { prefix: newRedisPrefix(), timeoutMs: 60_000, ...options })

  describeLimiterStore('Redis', (clock) => storeOf({ clock }))

  test.each<LimiterOptions>([
    { perHour: 100 },
    { count: 100, window: 3_600_000 },
    { count: 100, slidingWindow: 3_600_000 },
    { concurrent: 100 },
  ])('2,000 requests over 20 connections at once: of %j exactly 100 are allowed', async (options) => {
    const prefix = newRedisPrefix()
    const connections = Array.from({ length: 20 }, () => connectRedis())
    try {
      await Promise.all(connections.map((connection) => connection.connect()))
      const limiters = connections.map((client) => {
        const store = new RedisLimiterStore(client, { prefix, timeoutMs: 60_000 })
        return {
          exact: new Limiter(store, 'exact', options),
          other: new Limiter(store, 'other', { count: 3000, window: 3_600_000 }),
        }
      })
      const decisions = await Promise.all(
        limiters.flatMap(({ exact, other }) =>
          Array.from({ length: 100 }, async () => takeAll([exact.charge('all'), other.charge('all')])),
        ),
      )
      expect(decisions.filter(({ unavailable }) => unavailable)).toHaveLength(0)
      expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(100)
      // All or none: who was refused by the one was not counted by the other.
      expect((await limiters.at(-1)?.other.take('all'))?.remaining).toBe(2899)
    } finally {
      for (const connection of connections) connection.disconnect()
    }
  })

  test('by default the time is that of Redis, and what is over expires', async () => {
    const prefix = newRedisPrefix()
    const store = storeOf({ prefix })
    const all = [
      new Limiter(store, 'rate', { perSecond: 10, burst: 0 }),
      new Limiter(store, 'count', { count: 1, window: 100 }),
      new Limiter(store, 'sliding', { count: 1, slidingWindow: 100 }),
      new Limiter(store, 'busy', { concurrent: 1, lease: 100 }),
    ]
    for (const one of all) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await one.take('ada')).allowed).toBe(true)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await expect.poll(async () => (await one.take('ada')).allowed, { interval: 10 }).toBe(true)
    }
    await expect.poll(() => redis.keys(`${prefix}*`)).toEqual([])
  })

  describe('while Redis', () => {
    const cleanups: (() => unknown)[] = []
    afterEach(async () => {
      for (const cleanup of cleanups.splice(0).toReversed()) await cleanup() // oxlint-disable-line no-await-in-loop -- in this order
    })

    async function proxy() {
      const made = await redisProxy(redisUrl)
      cleanups.push(() => made.stop())
      return made
    }

    function storeAt(url: string) {
      const client = new Redis(url, { retryStrategy: () => 20, socketTimeout: 200, connectTimeout: 200 })
      client.on('error', () => {})
      cleanups.push(() => client.disconnect())
      const news: string[] = []
      const store = new RedisLimiterStore(client, {
        prefix: newRedisPrefix(),
        timeoutMs: 100,
        retryMs: 50,
        onUnavailable: (error) => news.push(error.code),
        onAvailable: () => news.push('available'),
      })
      return { store, news }
    }

    test.each(['is gone', 'does not answer'])(
      '%s, no request hangs, one line is written, and then all is well again',
      async (how) => {
        const { url, hold, resume, stop, start } = await proxy()
        const { store, news } = storeAt(url)
        const open = new Limiter(store, 'open', { count: 2, window: 3_600_000 })
        const closed = new Limiter(store, 'closed', {
          count: 1000,
          window: 3_600_000,
          whenUnavailable: 'refuse',
        })
        await expect.poll(async () => (await closed.take('ada')).unavailable).toBe(false)
        news.length = 0

        if (how === 'is gone') await stop()
        else hold()
        await expect.poll(async () => (await closed.take('ada')).unavailable).toBe(true)
        const during = await Promise.all(
          Array.from({ length: 200 }, async (_, i) => (i % 2 ? open : closed).take('ada')),
        )
        expect(during.every(({ unavailable }) => unavailable)).toBe(true)
        expect(during.filter(({ allowed }) => allowed)).toHaveLength(100)
        await expect(Promise.resolve(closed.reset('ada'))).rejects.toBeInstanceOf(CacheError)
        expect(news).toEqual(['E_LIMITER_UNAVAILABLE'])

        if (how === 'is gone') await start()
        else resume()
        await expect.poll(async () => (await closed.take('ada')).unavailable).toBe(false)
        expect(news).toEqual(['E_LIMITER_UNAVAILABLE', 'available'])
      },
    )

    test('was never there, the first requests already get their answer', async () => {
      const { url, stop } = await proxy()
      await stop()
      const { store, news } = storeAt(url)
      const decision = await new Limiter(store, 'open', { concurrent: 1 }).take('ada')
      expect([decision.allowed, decision.unavailable]).toEqual([true, true])
      await decision.release()
      expect(news).toEqual(['E_LIMITER_UNAVAILABLE'])
    })
  })

  test('a worker that is killed holds its place until its lease is over, and no longer', async () => {
    const prefix = newRedisPrefix()
    const limit = { concurrent: 1, lease: 1500 }
    const program = `
      import { Redis } from 'ioredis'
      import { Limiter, RedisLimiterStore } from '@vanillin/cache'
      const store = new RedisLimiterStore(new Redis('${redisUrl}'), { prefix: '${prefix}', timeoutMs: 60_000 })
      const decision = await new Limiter(store, 'busy', ${JSON.stringify(limit)}).take('ada')
      console.log(decision.allowed)
      setInterval(() => {}, 1000)`
    const worker = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [printed] = (await once(worker.stdout, 'data')) as [Buffer]
    const since = performance.now()
    worker.kill('SIGKILL')
    await once(worker, 'exit')
    expect(printed.toString()).toBe('true\n')
    const busy = new Limiter(storeOf({ prefix }), 'busy', limit)
    if (!(await busy.take('ada')).allowed)
      await expect.poll(async () => (await busy.take('ada')).allowed).toBe(true)
    else expect(performance.now() - since).toBeGreaterThan(1000)
  })

  test('a script that Redis has lost is sent again', async () => {
    const rate = new Limiter(storeOf({}), 'rate', { perHour: 2 })
    expect((await rate.take('ada')).allowed).toBe(true)
    await redis.script('FLUSH')
    expect((await rate.take('ada')).allowed).toBe(true)
    expect((await rate.take('ada')).allowed).toBe(false)
  })
})
