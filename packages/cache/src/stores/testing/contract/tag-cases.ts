import { describe, expect, test } from 'vitest'
import type { CacheUnderTest } from './cache-under-test.ts'

export function tagCases(context: CacheUnderTest): void {
  describe('tags and namespaces', () => {
    test('a tag that is flushed takes along what has it, and nothing else', async () => {
      await context.cache.tags('posts', 'user:7').set('a', 'a')
      await context.cache.tags('posts').remember('b', 60_000, () => 'b')
      await context.cache.tags('user:7').set('c', 7)
      await context.cache.set('d', 'd')
      expect(await context.cache.many(['a', 'b', 'c', 'd'])).toEqual(
        Object.assign(Object.create(null), { a: 'a', b: 'b', c: 7, d: 'd' }),
      )
      await context.elsewhere.tags('posts').flush()
      await expect.poll(() => context.cache.get('a')).toBeUndefined()
      expect(await context.cache.many(['a', 'b', 'c', 'd'])).toEqual(
        Object.assign(Object.create(null), { a: undefined, b: undefined, c: 7, d: 'd' }),
      )
      expect(await context.cache.tags('posts').remember('b', 60_000, () => 'new')).toBe('new')
      expect(await context.cache.get('b')).toBe('new')
    })

    test('what is made while its tag is flushed is old', async () => {
      const made = context.cache.tags('posts').remember('top', 60_000, async () => {
        await context.cache.tags('posts').flush()
        return 'old'
      })
      expect(await made).toBe('old')
      expect(await context.cache.get('top')).toBeUndefined()
    })

    test('namespaces do not see each other, and are flushed alone', async () => {
      const [one, other] = [context.cache.namespace('one'), context.cache.namespace('other')]
      await one.set('key', 1)
      await other.set('key', 2)
      await one.tags('t').set('tagged', 1)
      await other.tags('t').set('tagged', 2)
      await context.cache.set('key', 3)
      await one.tags('t').flush()
      expect([await one.get('tagged'), await other.get('tagged')]).toEqual([undefined, 2])
      await one.flush()
      expect([await one.get('key'), await other.get('key'), await context.cache.get('key')]).toEqual([
        undefined,
        2,
        3,
      ])
      await context.cache.flush()
      expect([await other.get('key'), await context.cache.get('key')]).toEqual([undefined, undefined])
    })
  })
}
