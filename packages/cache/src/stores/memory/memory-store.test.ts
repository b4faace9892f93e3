import { expect, test } from 'vitest'
import { createCache, MemoryStore } from '../../index.ts'
import { describeCacheStore } from '../testing/contract/describe-cache-store.ts'

describeCacheStore('memory', (clock) => ({ store: new MemoryStore({ clock }), other: undefined }))

test('readers share what is frozen: nothing is copied', async () => {
  const cache = createCache(new MemoryStore())
  await cache.set('key', { list: [1] })
  expect(await cache.get('key')).toBe(await cache.get('key'))
})

test('what nobody has asked for makes room, by count and by size', async () => {
  const few = createCache(new MemoryStore({ maxEntries: 2 }))
  await few.set('a', 1)
  await few.set('b', 2)
  await few.get('a')
  await few.set('c', 3)
  expect([await few.get('a'), await few.get('b'), await few.get('c')]).toEqual([1, undefined, 3])

  const small = createCache(new MemoryStore({ maxBytes: 10_000 }))
  expect(await small.set('large', 'x'.repeat(10_000))).toBe(false)
  await small.set('a', 'x'.repeat(2_000))
  await small.set('b', 'x'.repeat(2_000))
  await small.set('c', 'x'.repeat(2_000))
  expect([await small.has('a'), await small.has('b'), await small.has('c')]).toEqual([false, true, true])
})

test('a value that is too large is made each time, and takes nothing else away', async () => {
  const cache = createCache(new MemoryStore({ maxBytes: 10_000 }))
  await cache.set('other', 1)
  const large = () => cache.remember('large', 60_000, () => 'x'.repeat(10_000))
  expect([(await large()).length, (await large()).length]).toEqual([10_000, 10_000])
  expect(await cache.get('other')).toBe(1)
})
