import { rmSync } from 'node:fs'
import { createApp, defineRoutes, minutes, sessions, type Application } from '@vanillin/core'
import { expect, onTestFinished, test, vi } from 'vitest'
import { Cache, sharedFolder } from '../index.ts'
import { cache, Limiters, limitRequests, lock, Locks, type CacheConfig } from './index.ts'

async function boot(config: CacheConfig, routes = defineRoutes(() => {})): Promise<Application> {
  const key = 'for-tests-only-for-tests-only-for-tests-only'
  const app = createApp({ app: { name: 'Shop', key, log: { level: 'silent' } }, cache: config }, [
    cache(),
    sessions({ driver: 'shared' }),
    routes,
  ])
  await app.boot()
  onTestFinished(async () => {
    await app.shutdown()
    rmSync(sharedFolder(`${app.root}#${process.pid}`), { recursive: true, force: true })
  })
  return app
}

test('cache is the cache of the app that runs', async () => {
  const app = await boot(
    {},
    defineRoutes((route) => {
      let computed = 0
      route.get('/', async () => ({ top: await cache.remember('top', minutes(5), () => ++computed) }))
    }),
  )
  expect(await (await app.fetch('/')).json()).toEqual({ top: 1 })
  expect(await (await app.fetch('/')).json()).toEqual({ top: 1 })
  expect(await app.use(Cache).get('top')).toBe(1)
  expect(app.use(Cache).description).toBe('the memory of this worker')
})

test('every call of a cache is one of the app’s', () => {
  const calls = Object.getOwnPropertyNames(Cache.prototype).filter(
    (name) => !['constructor', 'reach', 'description'].includes(name),
  )
  for (const name of calls) expect(cache[name as 'get'], name).toBeTypeOf('function')
})

test('before the boot and after the end there is none', async () => {
  const app = createApp({ app: { name: 'Shop', log: { level: 'silent' } } }, [cache()])
  expect(() => cache.get('key')).toThrow(expect.objectContaining({ code: 'E_CACHE_NOT_READY' }))
  expect(() => lock('name')).toThrow(expect.objectContaining({ code: 'E_CACHE_NOT_READY' }))
  await app.boot()
  expect(await cache.get('key')).toBeUndefined()
  await app.shutdown()
  expect(() => cache.get('key')).toThrow(expect.objectContaining({ code: 'E_CACHE_NOT_READY' }))
})

test('of two apps the one that ends first leaves the cache of the other, in whatever order', async () => {
  const create = () => createApp({ app: { name: 'Shop', log: { level: 'silent' } } }, [cache()])
  const [first, second] = [create(), create()]
  await first.boot()
  await second.boot()
  await cache.set('key', 'of the second')
  await first.shutdown()
  expect(await cache.get('key')).toBe('of the second')
  await second.shutdown()
  expect(() => cache.get('key')).toThrow(expect.objectContaining({ code: 'E_CACHE_NOT_READY' }))
})

test.each<[CacheConfig, string]>([
  [{ store: 'shared' }, 'the shared dictionary cache'],
  [{ store: ['memory', 'shared'] }, 'memory in front of the shared dictionary cache'],
])('%j: %s', async (config, description) => {
  const app = await boot(config)
  expect([app.use(Cache).description, app.use(Cache).reach]).toEqual([description, 'machine'])
  await cache.set('key', { a: 1 })
  expect(await cache.get('key')).toEqual({ a: 1 })
})

test('locks and limiters lie in shared dictionaries where lmdb is there, and when they are to', async () => {
  const app = await boot({ limiters: { store: 'shared' } })
  expect(await lock('nightly').run(() => 'done')).toBe('done')
  expect(app.use(Locks).store.description).toBe('the shared dictionary locks')
  expect(app.use(Limiters).store.description).toBe('the shared dictionary limiters')
})

test('sessions in a shared dictionary are those of all workers', async () => {
  const routes = defineRoutes((route) => {
    route.get('/', (request) => ({ hits: request.session.increment('hits') }))
  })
  const [one, other] = [await boot({}, routes), await boot({}, routes)]
  const first = await one.fetch('/')
  const cookie = first.headers.getSetCookie().join().split(';', 1).join()
  expect(await (await other.fetch('/', { headers: { cookie } })).json()).toEqual({ hits: 2 })
})

test.each<[unknown, string, string]>([
  [{ store: 'redis' }, 'E_CACHE_CONFIG', 'redis has no address'],
  [{ store: 'apcu' }, 'E_CACHE_CONFIG', 'apcu'],
  [{ store: ['redis', 'memory'] }, 'E_CACHE_CONFIG', "['memory', 'redis']"],
  [{ store: ['memory', 'file'] }, 'E_CACHE_CONFIG', 'file'],
  [{ across: 'machine' }, 'E_REACH', 'reaches across worker only'],
  [{ store: 'memory', across: 'machines' }, 'E_REACH', 'reaches across worker only'],
])('%j is refused at the boot', async (config, code, message) => {
  const app = createApp({ app: { name: 'Shop', log: { level: 'silent' } } }, [cache(config as CacheConfig)])
  await expect(app.boot()).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
  await app.shutdown()
})

test('in production the first lock warns that other machines do not know of it', async () => {
  vi.stubEnv('NODE_ENV', 'production')
  onTestFinished(() => void vi.unstubAllEnvs())
  const app = createApp({ app: { name: 'Shop', log: { level: 'silent' } } }, [
    cache({ locks: { store: 'memory' } }),
  ])
  const lines: unknown[] = []
  vi.spyOn(app.log, 'warn').mockImplementation((...parts: unknown[]) => void lines.push(parts.at(-1)))
  onTestFinished(() => app.shutdown())
  await app.boot()
  expect(lines).toEqual([])
  await lock('one').run(() => {})
  await lock('other').run(() => {})
  expect(lines).toEqual([expect.stringContaining('each worker for itself')])
})

test('a request that takes longer than its lease still counts', async () => {
  const gates: (() => void)[] = []
  const app = await boot(
    {},
    defineRoutes((route) => {
      route
        .get('/slow', async () => (await new Promise<void>((resolve) => gates.push(resolve)), 'done'))
        .use(limitRequests({ concurrent: 1, lease: 150 }))
    }),
  )
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const slow = app.fetch('/slow')
  await vi.waitUntil(() => gates.length === 1)
  for (let passedMs = 0; passedMs < 400; passedMs += 50) {
    await vi.advanceTimersByTimeAsync(50) // oxlint-disable-line no-await-in-loop -- for longer than its lease
    expect((await app.fetch('/slow')).status).toBe(429) // oxlint-disable-line no-await-in-loop -- as above
  }
  for (const gate of gates) gate()
  expect((await slow).status).toBe(200)
})
