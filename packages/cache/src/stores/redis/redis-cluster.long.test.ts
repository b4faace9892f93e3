import { Cluster, Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import {
  createCache,
  RedisInvalidations,
  RedisLimiterStore,
  RedisLockStore,
  RedisStore,
  TieredStore,
  type Clock,
} from '../../index.ts'
import { describeLimiterStore } from '../../limiters/testing/contract/describe-limiter-store.ts'
import { describeLockStore } from '../../locks/testing/contract/describe-lock-store.ts'
import { clusterSlots, startRedisCluster } from '../../redis/redis-cluster.fixture.ts'
import { createRedisProcess, hasRedisServer, type RedisProcess } from '../../redis/redis-process.fixture.ts'
import { publisherOf } from '../../vanillin/redis/cluster-subscription.ts'
import { describeCacheStore } from '../testing/contract/describe-cache-store.ts'

describe.skipIf(!hasRedisServer)('on a Redis Cluster of three (skipped without redis-server)', () => {
  let nodes: RedisProcess[] = []
  let cluster: Cluster
  let second: Cluster

  beforeAll(async () => {
    nodes = await startRedisCluster()
    const all = nodes.map(({ port }) => ({ host: '127.0.0.1', port }))
    cluster = new Cluster(all)
    second = new Cluster(all)
    await Promise.all([cluster.ping(), second.ping()])
  })
  afterAll(async () => {
    for (const node of nodes) await node.remove() // oxlint-disable-line no-await-in-loop -- one after the other
    cluster.disconnect()
    second.disconnect()
  })

  let count = 0
  const newPrefix = () => `test-${count++}:`

  describeCacheStore('a Redis Cluster', () => {
    const options = { prefix: newPrefix(), timeoutMs: 60_000 }
    return { store: new RedisStore(cluster, options), other: new RedisStore(second, options) }
  })

  const tiersOf = async (client: Cluster, prefix: string, clock: Clock) => {
    const changes = new RedisInvalidations(publisherOf(client), { channel: `${prefix}changes` })
    await expect.poll(() => changes.isListening).toBe(true)
    onTestFinished(() => changes.close())
    return new TieredStore(new RedisStore(client, { prefix, timeoutMs: 60_000 }), changes, { clock })
  }

  describeCacheStore('memory in front of a Redis Cluster', async (clock) => {
    const prefix = newPrefix()
    return { store: await tiersOf(cluster, prefix, clock), other: await tiersOf(second, prefix, clock) }
  })

  describeLimiterStore(
    'a Redis Cluster',
    (clock) => new RedisLimiterStore(cluster, { prefix: `{${newPrefix()}}`, timeoutMs: 60_000, clock }),
  )

  describeLockStore('a Redis Cluster', () => {
    const options = { prefix: newPrefix(), timeoutMs: 60_000 }
    return { store: new RedisLockStore(cluster, options), other: new RedisLockStore(second, options) }
  })

  test('a slot that has moved to another node is followed', async () => {
    const cache = createCache(new RedisStore(cluster, { prefix: '', timeoutMs: 60_000 }))
    await cache.set('moves', 'kept')
    const slot = Number(await cluster.call('CLUSTER', 'KEYSLOT', '{k:moves}'))
    const clients = nodes.map(({ port }) => new Redis(port))
    const ids = await Promise.all(clients.map(async (client) => String(await client.call('CLUSTER', 'MYID'))))
    const from = Math.min(2, Math.floor((slot * 3) / clusterSlots))
    const to = (from + 1) % 3
    const [source, sourceId] = [clients.at(from)!, ids.at(from)!]
    const [target, targetId] = [clients.at(to)!, ids.at(to)!]
    await target.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', sourceId)
    await source.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', targetId)
    await source.call('MIGRATE', '127.0.0.1', String(nodes.at(to)?.port), '{k:moves}', 0, 5000)
    for (const client of clients) await client.call('CLUSTER', 'SETSLOT', slot, 'NODE', targetId) // oxlint-disable-line no-await-in-loop -- one after the other
    expect(await cache.get('moves')).toBe('kept')
    expect(await cache.set('moves', 'again')).toBe(true)
    expect(await cache.increment('counted')).toBe(1)
    for (const client of clients) client.disconnect()
  })
})

describe.skipIf(!hasRedisServer)('when Redis is killed (skipped without redis-server)', () => {
  test('everything is a miss until it is back, and counts and locks begin anew', async () => {
    const server = await createRedisProcess()
    await server.start()
    const client = new Redis(server.port, { retryStrategy: () => 20, connectTimeout: 200 })
    client.on('error', () => {})
    const quiet = { onUnavailable: () => {} }
    const cache = createCache(new RedisStore(client, { timeoutMs: 200, retryMs: 20, ...quiet }))
    const locks = new RedisLockStore(client, { timeoutMs: 200, ...quiet })
    try {
      for (let round = 0; round < 20; round += 1) {
        // oxlint-disable no-await-in-loop -- one after the other
        await expect.poll(() => cache.set('key', round)).toBe(true)
        expect(await cache.increment('count')).toBe(1)
        expect(await locks.acquire('lock', `token ${round}`, 60_000)).toBe(`token ${round}`)
        await server.kill()
        await expect.poll(() => cache.get('key')).toBeUndefined()
        expect(await cache.remember('key', 60_000, () => 'made')).toBe('made')
        await server.start()
        await expect
          .poll(() => locks.acquire('probe', 'probe', 60_000).catch(() => 'down'), { interval: 50 })
          .toBe('probe')
        // oxlint-enable no-await-in-loop
      }
    } finally {
      client.disconnect()
      await server.remove()
    }
  })
})
