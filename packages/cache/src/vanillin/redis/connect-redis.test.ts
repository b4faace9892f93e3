import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createApp, defineRoutes } from '@vanillin/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createRedisProcess, hasRedisServer } from '../../redis/redis-process.fixture.ts'
import { cache, limitRequests, lock, type CacheConfig, type RedisConfig } from '../index.ts'

async function boot(redis: RedisConfig, config: CacheConfig = {}) {
  const limit = limitRequests({ perHour: 2, name: 'hourly' }, { count: 5, window: 60_000, name: 'count' })
  const app = createApp({ app: { name: 'Shop', log: { level: 'silent' } } }, [
    cache({ redis, timeout: 5000, limiters: { timeout: 5000 }, ...config }),
    defineRoutes((route) => void route.get('/', () => 'allowed').use(limit)),
  ])
  onTestFinished(() => app.shutdown())
  await app.boot()
  return app
}

test.each<[unknown, string]>([
  [{ url: 'localhost:6379' }, 'redis.url begins with redis:// or rediss://'],
  [{ sentinels: [], group: 'shop' }, 'redis.sentinels is empty'],
  [
    { sentinels: ['10.0.0.1'], group: 'shop' },
    'redis.sentinels holds "10.0.0.1", which is not of the form host:port',
  ],
  [{ cluster: ['redis://10.0.0.1:6379'] }, 'redis.cluster holds "redis://10.0.0.1:6379"'],
  [{ cluster: ['10.0.0.1:99999'] }, 'redis.cluster holds "10.0.0.1:99999"'],
  [{ cluster: ['::1:6379'] }, 'redis.cluster holds "::1:6379"'],
])('%j is refused at the boot', async (redis, message) => {
  await expect(boot(redis as RedisConfig)).rejects.toMatchObject({
    code: 'E_CACHE_CONFIG',
    message: expect.stringContaining(message),
  })
})

test.each<[RedisConfig]>([
  [{ url: undefined }],
  [{ url: '' }],
  [{ sentinels: undefined, group: 'shop' }],
  [{ cluster: undefined }],
])('%j is none, and everything stays in memory', async (redis) => {
  const app = await boot(redis)
  expect(await cache.set('key', 1)).toBe(true)
  expect(await Promise.all([1, 2, 3].map(async () => (await app.fetch('/')).status))).toEqual([200, 200, 429])
})

describe.skipIf(!hasRedisServer)('with servers of its own (skipped without redis-server)', () => {
  test('by Sentinel', async () => {
    const server = await createRedisProcess(['--requirepass', 'secret'])
    await server.start()
    const settings = `sentinel monitor shop 127.0.0.1 ${server.port} 1\nsentinel auth-pass shop secret\n`
    const sentinel = await createRedisProcess([], { sentinel: settings })
    await sentinel.start()
    onTestFinished(() => Promise.all([server.remove(), sentinel.remove()]).then(() => {}))
    // The first one is down.
    const sentinels = ['127.0.0.1:1', `127.0.0.1:${sentinel.port}`]
    const app = await boot({ sentinels, group: 'shop', password: 'secret' }, { across: 'machines' })
    expect(await cache.set('key', { a: 1 })).toBe(true)
    expect(await cache.get('key')).toEqual({ a: 1 })
    expect(await lock('name').run(() => 'alone')).toBe('alone')
    const statuses: number[] = []
    for (let i = 0; i < 3; i += 1) statuses.push((await app.fetch('/')).status) // oxlint-disable-line no-await-in-loop -- one after the other
    expect(statuses).toEqual([200, 200, 429])
  })

  test('over TLS, if it is whom it is taken for', async () => {
    const file = (name: string) =>
      fileURLToPath(new URL(`../../../../../test/contract/http-core/fixtures/${name}`, import.meta.url))
    const [cert, key] = [file('localhost.cert.pem'), file('localhost.key.pem')]
    const tls = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-auth-clients', 'no']
    const server = await createRedisProcess(tls, { isTls: true })
    await server.start()
    onTestFinished(() => server.remove())
    const url = `rediss://localhost:${server.port}`
    await boot({ url, tls: { ca: readFileSync(cert) } })
    expect(await cache.set('key', 1)).toBe(true)
    expect(await cache.get('key')).toBe(1)
    await boot({ url }, { timeout: 300 })
    expect(await cache.get('key')).toBeUndefined()
  })
})
