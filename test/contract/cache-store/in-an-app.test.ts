import { createApp, type BootItem } from '@vanillin/core'
import { Cache, createCache, Lock } from '@vanillin/cache'
import { cache, DatabaseLockStore, DatabaseStore, lock, type CacheConfig } from '@vanillin/cache/vanillin'
import { connectDatabase, createMigrator, Database, defineMigration } from '@vanillin/database'
import { cacheTable, database, DatabaseCacheRows } from '@vanillin/database/vanillin'
import { expect, onTestFinished, test, vi } from 'vitest'

const config: CacheConfig = { store: 'database', locks: { store: 'database' }, across: 'machines' }

function appOf(...items: BootItem[]) {
  const app = createApp({ app: { name: 'Shop', log: { level: 'silent' } }, cache: config }, items)
  onTestFinished(() => app.shutdown())
  return app
}

test('an app keeps its cache and its locks in its database, and learns at the start that the table is missing', async () => {
  const app = appOf(database({ embedded: { memory: true } }), cache())
  const warnings: string[] = []
  vi.spyOn(app.log, 'warn').mockImplementation(
    (...parts: unknown[]) => void warnings.push(String(parts.at(-1))),
  )
  await app.boot()
  await app.ready()
  expect(warnings).toEqual([
    'What is cached cannot be kept in the table cache. docs/cache.md has the migration that makes it.',
  ])
  const migration = defineMigration({ up: (schema) => schema.createTable('cache', cacheTable) })
  const migrations = [
    { name: '2026_01_01_000000_cache', load: () => Promise.resolve({ default: migration }) },
  ]
  await createMigrator({ database: app.use(Database), migrations }).migrate()
  expect([app.use(Cache).description, app.use(Cache).reach]).toEqual(['the table cache', 'machines'])
  let made = 0
  const top = () => cache.tags('posts').remember('top', 60_000, () => ({ at: new Date(++made) }))
  expect([await top(), await top()]).toEqual([{ at: new Date(1) }, { at: new Date(1) }])
  await cache.tags('posts').flush()
  expect(await top()).toEqual({ at: new Date(2) })
  expect([await cache.increment('seen'), await cache.increment('seen', 1.5)]).toEqual([1, 2.5])
  const held = await lock('nightly').acquire()
  expect(await lock('nightly').runIfFree(() => 'twice')).toBeUndefined()
  await held.release()
  expect(await lock('nightly').run(() => 'once')).toBe('once')
})

test('without database() on the boot list it says so', async () => {
  await expect(appOf(cache()).boot()).rejects.toMatchObject({ code: 'E_SERVICE_NOT_PROVIDED' })
})

test('while the database is down everything is a miss, nothing fails, one line is written, and nobody gets a lock', async () => {
  const down = await connectDatabase({ url: 'postgres://nobody@127.0.0.1:1/nothing' })
  onTestFinished(() => down.close())
  const news: string[] = []
  const options = {
    retryMs: 60_000,
    timeoutMs: 60_000,
    onUnavailable: ({ code }: { code: string }) => void news.push(code),
    onAvailable: () => void news.push('available'),
  }
  const rows = new DatabaseCacheRows(down)
  const missing = createCache(new DatabaseStore(rows, options))
  let computed = 0
  const values = await Promise.all(
    Array.from({ length: 100 }, () => missing.remember('key', 60_000, () => ++computed)),
  )
  expect([new Set(values), computed]).toEqual([new Set([1]), 1])
  expect([
    await missing.get('key'),
    await missing.set('key', 1),
    await missing.add('key', 1),
    await missing.forget('key'),
    await missing.pull('key'),
    await missing.increment('count'),
    await missing.tags('t').set('key', 1),
  ]).toEqual([undefined, false, false, false, undefined, undefined, false])
  await missing.flush()
  expect(news).toEqual(['E_CACHE_UNAVAILABLE'])
  const quiet = { ...options, onUnavailable: () => {} }
  await expect(new Lock(new DatabaseLockStore(rows, quiet), 'name').acquire()).rejects.toMatchObject({
    code: 'E_LOCK_UNAVAILABLE',
  })
})
