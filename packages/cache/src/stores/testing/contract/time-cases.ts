import { describe, expect, test } from 'vitest'
import type { CacheUnderTest } from './cache-under-test.ts'

export function timeCases(context: CacheUnderTest): void {
  describe('time', () => {
    test('a value is there until its time is over', async () => {
      await context.cache.set('long', 1, 600_000)
      await context.cache.set('key', { a: 1 }, 20)
      await context.eventually(() => context.cache.get('key')).toBeUndefined()
      expect(await context.cache.get('long')).toBe(1)
    })

    test('one without a time stays', async () => {
      await context.cache.set('key', 1)
      context.now += 10 ** 12
      expect(await context.cache.get('key')).toBe(1)
    })

    test.each([0, -1, NaN, Infinity, '5' as unknown as number])('%s is none', async (ttl) => {
      await expect(context.cache.set('key', 1, ttl)).rejects.toMatchObject({ code: 'E_CACHE_TTL' })
      await expect(context.cache.remember('key', ttl, () => 1)).rejects.toMatchObject({ code: 'E_CACHE_TTL' })
    })
  })
}
