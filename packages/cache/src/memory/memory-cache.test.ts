import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { MemoryCache } from '../index.ts'

let now = 0
beforeEach(() => void (now = 1_000_000))

const open = (maxEntries = 3) => new MemoryCache<{}>({ maxEntries, clock: () => now })

test('holds values of any kind as they are', () => {
  const cache = open()
  const value = { f: () => 1 }
  cache.set('key', value, { flags: 7 })
  expect(cache.get('key')).toBe(value)
  expect(cache.entry('key')).toEqual({ value, flags: 7, ttl: Infinity })
  expect([cache.has('key'), cache.has('absent'), cache.get('absent'), cache.getStale('absent')]).toEqual([
    true,
    false,
    undefined,
    undefined,
  ])
})

test('what has expired stays, counts, and can be had as stale', () => {
  const cache = open()
  cache.set('key', 'value', { ttl: 100, flags: 3 })
  now += 99
  expect([cache.get('key'), cache.entry('key')?.ttl]).toEqual(['value', 1])
  now += 1
  expect([cache.get('key'), cache.entry('key'), cache.has('key')]).toEqual([undefined, undefined, false])
  expect(cache.getStale('key')).toEqual({ value: 'value', flags: 3, ttl: 0 })
  now += 50
  expect(cache.getStale('key')?.ttl).toBe(-50)
  expect([cache.count, cache.keys(), cache.delete('key'), cache.delete('key'), cache.count]).toEqual([
    1,
    ['key'],
    true,
    false,
    0,
  ])
})

test('what nobody has asked for the longest makes room; keys come in the order of their use', () => {
  const cache = open()
  for (const key of ['a', 'b', 'c']) cache.set(key, key)
  cache.get('a')
  cache.has('b')
  expect(cache.keys()).toEqual(['a', 'c', 'b'])
  expect(cache.keys(2)).toEqual(['a', 'c'])
  cache.set('d', 'd')
  expect([cache.get('b'), cache.count, cache.capacity]).toEqual([undefined, 3, 3])
  cache.flushAll()
  expect([cache.count, cache.keys()]).toEqual([0, []])
})

test('a bound of bytes holds too', () => {
  const cache = new MemoryCache<string>({ maxEntries: 100, maxBytes: 10, bytesOf: (value) => value.length })
  expect([cache.set('a', '12345'), cache.set('b', '12345'), cache.set('c', '1')]).toEqual([true, true, true])
  expect(cache.keys()).toEqual(['c', 'b'])
  expect([cache.set('b', '12345678901'), cache.get('b')]).toEqual([false, undefined])
})

test.each([0, -1, 1.5, NaN])('a size of %s is none', (size) => {
  expect(() => new MemoryCache({ maxEntries: size })).toThrow(
    expect.objectContaining({ code: 'E_CACHE_CONFIG' }),
  )
})

test.each([{ ttl: 0 }, { ttl: -1 }, { flags: -1 }, { flags: 1.5 }])('%j is refused', (options) => {
  expect(() => open().set('key', 1, options)).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^E_SHARED_(TTL|FLAGS)$/) }),
  )
})

test('a clock that goes back makes nothing older than it was', () => {
  const cache = open()
  cache.set('key', 1, { ttl: 100 })
  now -= 3_600_000
  expect(cache.get('key')).toBe(1)
  now += 3_600_100
  expect(cache.get('key')).toBeUndefined()
})

test('the time that a test fakes is its time, also when the cache was there before', () => {
  const cache = new MemoryCache<number>({ maxEntries: 1 })
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  cache.set('key', 1, { ttl: 1000 })
  vi.setSystemTime(Date.now() + 1000)
  expect(cache.get('key')).toBeUndefined()
})
