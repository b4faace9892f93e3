import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { createApp, defineRoutes, type Application, type Middleware } from '@vanillin/core'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import {
  connectRedis as connectTestRedis,
  describeWithRedis,
  redisPrefix,
  redisUrl,
  removeTestKeys,
} from '#fixtures/redis-server.ts'
import { MemoryLimiterStore } from '../index.ts'
import { cache, Limiters, limitRequests, type CacheConfig } from './index.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup() // oxlint-disable-line no-await-in-loop -- in this order
})

interface Lines {
  readonly info: string[]
  readonly warn: string[]
}

function appWith(
  config: CacheConfig | undefined,
  ...middleware: Middleware[]
): { app: Application; lines: Lines } {
  const app = createApp({ app: { name: 'Shop', log: { level: 'silent' } }, cache: config }, [
    cache(),
    defineRoutes((route) => {
      const home = route.get('/', () => ({}))
      for (const one of middleware) home.use(one)
    }),
  ])
  const lines: Lines = { info: [], warn: [] }
  for (const level of ['info', 'warn'] as const)
    vi.spyOn(app.log, level).mockImplementation(
      (...parts: unknown[]) => void lines[level].push(String(parts.at(-1))),
    )
  cleanups.push(() => app.shutdown())
  return { app, lines }
}

async function statuses(count: number, app: Application): Promise<number[]> {
  const seen: number[] = []
  // oxlint-disable-next-line no-await-in-loop -- one after the other
  for (let i = 0; i < count; i++) seen.push((await app.fetch('/')).status)
  return seen
}

test.each([[undefined], [{}], [{ redis: { url: '' } }], [{ limiters: { store: 'memory' } }]] satisfies [
  CacheConfig | undefined,
][])('with %j limiters count in memory, and the boot says so', async (config) => {
  const { app, lines } = appWith(config, limitRequests({ count: 1, window: 60_000 }))
  expect(await statuses(2, app)).toEqual([200, 429])
  expect(app.use(Limiters).store.reach).toBe('worker')
  expect(lines.info).toContain('Limiters count in the memory of this worker.')
})

test('a store of your own is taken as it is', async () => {
  const store = new MemoryLimiterStore({ maxKeys: 10 })
  const { app } = appWith({ limiters: { store } })
  await app.boot()
  expect(app.use(Limiters).store).toBe(store)
})

test.each<[unknown, string]>([
  [{ limiters: { store: 'redis' } }, 'redis has no address'],
  [{ limiters: { store: 'memcached' } }, 'memcached'],
  [{ redis: { url: 'localhost:6379' } }, 'redis://'],
])('%j is refused at the boot', async (config, message) => {
  const { app } = appWith(config as CacheConfig)
  await expect(app.boot()).rejects.toMatchObject({
    code: 'E_CACHE_CONFIG',
    message: expect.stringContaining(message),
  })
})

test('in production the first limiter warns once that each worker counts for itself', async () => {
  vi.stubEnv('NODE_ENV', 'production')
  cleanups.push(() => vi.unstubAllEnvs())
  const { app, lines } = appWith({}, limitRequests({ perHour: 5 }), limitRequests({ perHour: 6 }))
  await app.boot()
  expect(lines.warn).toEqual([])
  await statuses(3, app)
  expect(lines.warn).toEqual([expect.stringContaining('each worker for itself')])
})

test('a limit that is to reach further than the store is an error of the request', async () => {
  const { app } = appWith({}, limitRequests({ perHour: 5, across: 'machines' }))
  expect(await statuses(1, app)).toEqual([500])
})

test('while Redis is down requests are answered at once, as whenUnavailable says, and one line warns', async () => {
  const nobody = createServer()
  nobody.listen(0, '127.0.0.1')
  await once(nobody, 'listening')
  const { port } = nobody.address() as AddressInfo
  nobody.close()
  const config = { redis: { url: `redis://127.0.0.1:${port}` }, limiters: { timeout: 100 } }
  const open = appWith(config, limitRequests({ count: 1, window: 60_000 }))
  expect(await statuses(20, open.app)).toEqual(Array.from({ length: 20 }, () => 200))
  expect(open.lines.warn).toEqual([expect.stringContaining('Redis cannot count for the limiters')])

  const closed = appWith(config, limitRequests({ count: 1, window: 60_000, whenUnavailable: 'refuse' }))
  await closed.app.boot()
  await closed.app.ready()
  expect(closed.lines.warn).toHaveLength(1)
  const response = await closed.app.fetch('/', { headers: { accept: 'application/json' } })
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
  expect(await response.json()).toMatchObject({ code: 'E_LIMITER_UNAVAILABLE' })
  expect(closed.lines.warn).toHaveLength(1)
})

await describeWithRedis('cache() with Redis', () => {
  const redis = connectTestRedis()
  // A loaded machine must not pass for a Redis that is down.
  const limiters = { timeout: 60_000 }
  const config = { redis: { url: redisUrl, prefix: `${redisPrefix}app:` }, limiters }
  afterEach(() => removeTestKeys(redis))
  afterAll(() => redis.disconnect())

  test('one setting lets two processes count together', async () => {
    const limit = { count: 5, window: 60_000, name: 'together' }
    const one = appWith(config, limitRequests(limit))
    const other = appWith(config, limitRequests(limit))
    await Promise.all([one.app.boot(), other.app.boot()])
    await Promise.all([one.app.ready(), other.app.ready()])
    const seen = await Promise.all(
      Array.from({ length: 40 }, async (_, i) => (await (i % 2 ? one : other).app.fetch('/')).status),
    )
    expect(seen.filter((status) => status === 200)).toHaveLength(5)
    expect(one.lines).toEqual({ info: ['Limiters count in Redis.', 'Cache: Redis.'], warn: [] })
    expect(await redis.keys(`{${redisPrefix}app:limit}:together:*`)).toHaveLength(1)
  })

  test('apps of other names do not see each other', async () => {
    const apps = ['a', 'b'].map((name) => {
      const app = createApp({ app: { name: `${redisPrefix}${name}`, log: { level: 'silent' } } }, [
        cache({ redis: { url: redisUrl }, limiters }),
        defineRoutes((route) => {
          route.get('/', () => ({})).use(limitRequests({ count: 1, window: 60_000, name: 'apart' }))
        }),
      ])
      cleanups.push(() => app.shutdown())
      return app
    })
    for (const app of apps) expect(await statuses(2, app)).toEqual([200, 429]) // oxlint-disable-line no-await-in-loop -- one after the other
  })
})
