import { describe, expect, test } from 'vitest'
import type { CacheUnderTest } from './cache-under-test.ts'

export function counterCases(context: CacheUnderTest): void {
  describe('add, pull, increment', () => {
    test('add keeps what is there', async () => {
      expect([await context.cache.add('key', 1), await context.cache.add('key', 2)]).toEqual([true, false])
      expect(await context.cache.get('key')).toBe(1)
      await context.cache.forget('key')
      expect(await context.cache.add('key', 'x', 20)).toBe(true)
      await context.eventually(() => context.cache.add('key', 3)).toBe(true)
    })

    test('of many that add or pull at once one succeeds', async () => {
      const added = await Promise.all(
        Array.from({ length: 20 }, (_, i) => context.cache.add('key', `by ${i}`)),
      )
      expect(added.filter(Boolean)).toHaveLength(1)
      const pulled = await Promise.all(Array.from({ length: 20 }, () => context.cache.pull('key')))
      expect(pulled.filter((value) => value !== undefined)).toHaveLength(1)
    })

    test('numbers are counted, and no count is lost', async () => {
      const other = context.elsewhere
      await Promise.all(
        Array.from({ length: 50 }, (_, i) => (i % 2 ? context.cache : other).increment('count')),
      )
      expect(await context.cache.increment('count', 2.5)).toBe(52.5)
      expect(await context.cache.increment('count', -3)).toBe(49.5)
      expect([await context.cache.get('count'), await other.get('count')]).toEqual([49.5, 49.5])
      await context.cache.set('count', 10)
      expect(await other.increment('count')).toBe(11)
      expect(await context.cache.get('count')).toBe(11)
    })

    test('a number that is counted on keeps its time', async () => {
      await context.cache.increment('count', 1, 30)
      await context
        .eventually(async () => {
          const sum = await context.cache.increment('count', 1, 600_000)
          return sum
        })
        .toBe(1)
      context.now += 1000
      expect(await context.cache.get('count')).toBe(1)
    })

    test.each([NaN, Infinity])('a number does not grow by %s', async (by) => {
      await expect(context.cache.increment('count', by)).rejects.toMatchObject({ code: 'E_CACHE_COUNTER' })
      expect(await context.cache.get('count')).toBeUndefined()
    })

    test.each(['5', null, true, [1], 5n, NaN, new Date(0)])('%s cannot be counted on', async (value) => {
      await context.cache.set('key', value as string)
      await expect(context.cache.increment('key')).rejects.toMatchObject({ code: 'E_CACHE_COUNTER' })
      expect(await context.cache.get('key')).toEqual(value)
    })
  })
}
