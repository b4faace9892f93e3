import { describe, expect, test } from 'vitest'
import type { CacheUnderTest } from './cache-under-test.ts'

export function keyCases(context: CacheUnderTest): void {
  describe('keys', () => {
    test.each([
      'a',
      ' ',
      'ü\n\0"',
      '{a}}',
      '*',
      '__proto__',
      'k:t:f:',
      '👋'.repeat(400),
      'x'.repeat(100_000),
    ])('number %$ may hold anything', async (key) => {
      await context.cache.set(key, 'one')
      await context.cache.set(`${key}y`, 'other')
      expect([
        await context.cache.get(key),
        await context.cache.get(`${key}y`),
        await context.cache.get(`${key}z`),
      ]).toEqual(['one', 'other', undefined])
      expect(await context.cache.many([key, 'absent'])).toEqual(
        Object.assign(Object.create(null), { [key]: 'one', absent: undefined }),
      )
      expect([await context.cache.forget(key), await context.cache.forget(key)]).toEqual([true, false])
      expect(await context.cache.get(`${key}y`)).toBe('other')
    })

    test.each(['', '\ud800', 7 as unknown as string, undefined as unknown as string])(
      'number %$ is none',
      async (key) => {
        await expect(context.cache.get(key)).rejects.toMatchObject({ code: 'E_CACHE_KEY' })
      },
    )
  })
}
