import { createApp, defineRoutes } from '@vanillin/core'
import { Redis } from 'ioredis'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startRedisCluster } from '../../redis/redis-cluster.fixture.ts'
import { createRedisProcess, hasRedisServer, type RedisProcess } from '../../redis/redis-process.fixture.ts'
import { Cache } from '../../index.ts'
import { cache, limitRequests, Locks, type CacheConfig } from '../index.ts'

async function boot(config: CacheConfig) {
  const limits = [
    { perHour: 2, name: 'hourly' },
    { count: 100, window: 60_000, name: 'count', by: () => 'all' },
  ] as const
  const app = createApp({ app: { name: 'Shop', log: { level: 'silent' } } }, [
    cache({ timeout: 2000, limiters: { timeout: 2000 }, ...config }),
    defineRoutes((route) => void route.get('/', () => 'allowed').use(limitRequests(...limits))),
  ])
  onTestFinished(() => app.shutdown())
  await app.boot()
  return app
}

async function started(created: Promise<RedisProcess>): Promise<RedisProcess> {
  const server = await created
  await server.start()
  onTestFinished(() => server.remove())
  return server
}

describe.skipIf(!hasRedisServer)('when a server is gone (skipped without redis-server)', () => {
  test('its replica takes its place, by Sentinel, with what it knew, and the app goes on', async () => {
    const first = await started(createRedisProcess())
    const second = await started(
      createRedisProcess(['--replicaof', `127.0.0.1 ${first.port}`, '--repl-diskless-sync-delay', '0']),
    )
    const replica = new Redis(second.port)
    onTestFinished(() => replica.disconnect())
    const role = async () => String(((await replica.call('ROLE')) as unknown[])[0])
    await expect.poll(() => replica.info('replication')).toContain('master_link_status:up')
    const sentinel = [
      `sentinel monitor shop 127.0.0.1 ${first.port} 1`,
      'sentinel down-after-milliseconds shop 300',
      'sentinel failover-timeout shop 5000',
    ].join('\n')
    const watcher = await started(createRedisProcess([], { sentinel }))
    const asked = new Redis(watcher.port)
    onTestFinished(() => asked.disconnect())
    await expect
      .poll(async () => ((await asked.call('SENTINEL', 'REPLICAS', 'shop')) as unknown[]).length)
      .toBe(1)

    const redis = { sentinels: [`127.0.0.1:${watcher.port}`], group: 'shop' }
    const app = await boot({ redis, store: ['memory', 'redis'] })
    const other = await boot({ redis, store: ['memory', 'redis'] })
    const kept = app.use(Cache)
    await expect.poll(() => kept.set('before', 'kept')).toBe(true)
    await expect.poll(() => replica.exists('Shop:cache:{k:before}')).toBe(1)
    expect((await app.fetch('/')).status).toBe(200)
    await first.kill()
    await expect.poll(role).toBe('master')
    await expect.poll(() => kept.set('after', 'kept')).toBe(true)
    expect([await kept.get('before'), await other.use(Cache).get('after')]).toEqual(['kept', 'kept'])
    await expect
      .poll(() =>
        app
          .use(Locks)
          .lock('name')
          .runIfFree(() => 'alone'),
      )
      .toEqual({ result: 'alone' })
    // What one changes the other hears of, by way of the new one.
    await expect.poll(() => kept.set('after', 'changed')).toBe(true)
    await expect.poll(() => other.use(Cache).get('after')).toBe('changed')
    expect(await replica.get('Shop:cache:{k:after}')).toContain('changed')
  })

  test('of a cluster, copies in memory are not used until the others can be heard again', async () => {
    const nodes = await startRedisCluster()
    onTestFinished(async () => {
      for (const node of nodes) await node.remove() // oxlint-disable-line no-await-in-loop -- one after the other
    })
    const redis = { cluster: nodes.map(({ port }) => `127.0.0.1:${port}`) }
    const app = await boot({ redis, store: ['memory', 'redis'], across: 'machines' })
    const other = await boot({ redis, store: ['memory', 'redis'] })
    const [kept, seen] = [app.use(Cache), other.use(Cache)]
    const statuses: number[] = []
    // Both limits decide in one step, wherever their keys would lie.
    for (let i = 0; i < 3; i += 1) statuses.push((await app.fetch('/')).status) // oxlint-disable-line no-await-in-loop -- one after the other
    expect(statuses).toEqual([200, 200, 429])

    await kept.set('key', { a: 1 })
    const isCopied = async () => (await seen.get('key')) === (await seen.get('key'))
    await expect.poll(isCopied).toBe(true)
    // Whichever node they are subscribed to throws them out, some rounds long.
    const clients = nodes.map(({ port }) => new Redis(port))
    onTestFinished(() => clients.forEach((client) => client.disconnect()))
    for (let round = 0; round < 20; round += 1) {
      // oxlint-disable no-await-in-loop -- one after the other
      await Promise.all(clients.map((client) => client.call('CLIENT', 'KILL', 'TYPE', 'pubsub')))
      await expect.poll(() => kept.set('key', { a: round })).toBe(true)
      await expect.poll(() => seen.get('key')).toEqual({ a: round })
      // oxlint-enable no-await-in-loop
    }
    await expect.poll(isCopied).toBe(true)
    await kept.set('key', { a: 'told' })
    await expect.poll(() => seen.get('key')).toEqual({ a: 'told' })
  })
})
