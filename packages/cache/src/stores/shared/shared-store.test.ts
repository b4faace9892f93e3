import { rmSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { memoryFolder } from '../../dictionary/shared-process.fixture.ts'
import { createCache, SharedDictionary, SharedStore, TieredStore, type Clock } from '../../index.ts'
import { describeCacheStore } from '../testing/contract/describe-cache-store.ts'

function dictionaries(clock: Clock, maxBytes = 1_000_000): [SharedDictionary, SharedDictionary] {
  const folder = memoryFolder()
  const open = () => SharedDictionary.open('test', { folder, maxBytes, clock })
  const both: [SharedDictionary, SharedDictionary] = [open(), open()]
  onTestFinished(async () => {
    for (const one of both) await one.close() // oxlint-disable-line no-await-in-loop -- one after the other
    rmSync(folder, { recursive: true })
  })
  return both
}

describeCacheStore('a shared dictionary', (clock) => {
  const [one, other] = dictionaries(clock)
  return { store: new SharedStore(one), other: new SharedStore(other) }
})

describeCacheStore('memory in front of a shared dictionary', (clock) => {
  const [one, other] = dictionaries(clock)
  const tiered = (dictionary: SharedDictionary) =>
    new TieredStore(new SharedStore(dictionary), undefined, { clock })
  return { store: tiered(one), other: tiered(other) }
})

test('a full dictionary still lets one compute for all', async () => {
  const [dictionary] = dictionaries(Date.now, 50_000)
  for (let i = 0; i < 500; i += 1) dictionary.set(`fill ${i}`, 'x'.repeat(200))
  const cache = createCache(new SharedStore(dictionary))
  let computed = 0
  await Promise.all(Array.from({ length: 20 }, () => cache.remember('top', 60_000, async () => ++computed)))
  expect([computed, await cache.get('top')]).toEqual([1, 1])
})

test('a copy in front is the same object until somebody else writes, and then never again', async () => {
  const [one, other] = dictionaries(Date.now)
  const tiered = createCache(new TieredStore(new SharedStore(one)))
  const behind = createCache(new SharedStore(other))
  await behind.set('key', { a: 1 })
  const first = await tiered.get('key')
  expect(await tiered.get('key')).toBe(first)
  await behind.set('key', { a: 1 })
  expect(await tiered.get('key')).not.toBe(first)
  await behind.set('key', { a: 2 })
  expect(await tiered.get('key')).toEqual({ a: 2 })
  await behind.forget('key')
  expect(await tiered.get('key')).toBeUndefined()
})
