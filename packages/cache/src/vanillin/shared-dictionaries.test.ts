import { rmSync } from 'node:fs'
import { createApp, defineRoutes } from '@vanillin/core'
import type { Application } from '@vanillin/core'
import { expect, onTestFinished, test } from 'vitest'
import { sharedFolder } from '../index.ts'
import { cache, shared, SharedDictionaries } from './index.ts'
import type { CacheConfig } from './index.ts'

async function boot(config: CacheConfig = {}): Promise<Application> {
  const app = createApp({ app: { name: 'Shop', log: { level: 'silent' } } }, [
    cache(config),
    defineRoutes((route) => {
      route.get('/', () => ({ seen: shared<number>('counters').increment('seen') }))
    }),
  ])
  await app.boot()
  onTestFinished(async () => {
    await app.shutdown()
    rmSync(sharedFolder(`${app.root}#${process.pid}`), { recursive: true, force: true })
  })
  return app
}

test('a request counts for all who share the dictionary, also in another app of the same folder', async () => {
  const one = await boot()
  const other = await boot()
  expect(await (await one.fetch('/')).json()).toEqual({ seen: 1 })
  expect(await (await other.fetch('/')).json()).toEqual({ seen: 2 })
  expect(one.use(SharedDictionaries).dictionary('counters').get('seen')).toBe(2)
  expect(one.use(SharedDictionaries).dictionary('others').get('seen')).toBeUndefined()
})

test('its room is that of config/cache.ts, or 4 MiB', async () => {
  const app = await boot({ shared: { maxBytes: { small: 10_000 } } })
  const dictionaries = app.use(SharedDictionaries)
  expect(dictionaries.dictionary('small').capacity).toBe(10_000)
  expect(dictionaries.dictionary('usual').capacity).toBe(4 * 1024 * 1024)
})

test('two apps have folders of their own, and each the same one every time', () => {
  expect(sharedFolder('/srv/one')).not.toBe(sharedFolder('/srv/two'))
  expect(sharedFolder('/srv/one')).toBe(sharedFolder('/srv/one'))
})
