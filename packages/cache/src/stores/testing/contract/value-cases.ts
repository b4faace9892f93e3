import { describe, expect, test } from 'vitest'
import type { CacheUnderTest } from './cache-under-test.ts'
import { Point } from './point.ts'

export function valueCases(context: CacheUnderTest): void {
  describe('values', () => {
    test.each<[string, unknown]>([
      ['text', 'grüße 👋'],
      ['an empty text', ''],
      ['half a character', '\ud800'],
      ['a number', -0.1],
      ['a large number', 2 ** 53],
      ['minus zero', -0],
      ['infinity', -Infinity],
      ['NaN', NaN],
      ['true', true],
      ['false', false],
      ['null', null],
      ['a bigint', -9007199254740993n],
      ['a date', new Date(1_700_000_000_123)],
      ['a date that is none', new Date(NaN)],
      ['bytes', Uint8Array.of(0, 255, 1)],
      ['a buffer', Buffer.from('grüße')],
      ['a list', [1, 'two', [null, undefined]]],
      ['an object', { a: { b: [true] }, c: 'd' }],
      ['names that look like ours', { $date: 1, $$x: { $map: [] }, other: [{ $class: ['Point', {}] }] }],
      ['a map of sets', new Map([['a', new Set([1n, { b: new Date(0) }])]])],
      ['dates inside', { posts: [{ at: new Date(0), tags: ['a'] }] }],
      ['an instance', [new Point(7)]],
    ])('%s comes back as it was', async (_, value) => {
      expect(await context.cache.set('key', value as string)).toBe(true)
      expect(await context.cache.get('key')).toEqual(value)
      const found = await context.cache.get('key')
      expect(Object.prototype.toString.call(found)).toBe(Object.prototype.toString.call(value))
      expect(Buffer.isBuffer(found)).toBe(Buffer.isBuffer(value))
    })

    test('a name `__proto__` is one like any other', async () => {
      const value = JSON.parse('{"__proto__":{"admin":true},"at":1}') as { at: number }
      await context.cache.set('key', { ...value, when: new Date(0) })
      const found = (await context.cache.get<Record<string, unknown>>('key'))!
      expect(Object.getPrototypeOf(found)).toBe(Object.prototype)
      expect(Object.entries(found)).toEqual([
        ['__proto__', { admin: true }],
        ['at', 1],
        ['when', new Date(0)],
      ])
    })

    test('what was put in can be changed, and nothing in the cache is', async () => {
      const value = { list: [1], at: new Date(0), map: new Map([['a', [1]]]), point: new Point(1) }
      await context.cache.set('key', value)
      value.list.push(2)
      value.at.setTime(5)
      value.map.get('a')!.push(2)
      expect(await context.cache.get('key')).toEqual({
        list: [1],
        at: new Date(0),
        map: new Map([['a', [1]]]),
        point: new Point(1),
      })
    })

    test('what comes out is frozen, or the reader’s own', async () => {
      const value = { list: [{ a: 1 }], at: new Date(0), point: new Point(1) }
      await context.cache.set('key', value)
      const [one, other] = [
        (await context.cache.get<typeof value>('key'))!,
        (await context.cache.get<typeof value>('key'))!,
      ]
      expect(() => (one.list as unknown[]).push(1)).toThrow(TypeError)
      expect(() => Object.assign(one.list[0] as object, { a: 2 })).toThrow(TypeError)
      expect(() => Object.assign(one, { list: [] })).toThrow(TypeError)
      one.at.setTime(5)
      expect(other.at).toEqual(new Date(0))
      expect(one.point).toBeInstanceOf(Point)
      expect(one.point).not.toBe(other.point)
    })

    test('what would not come back as it was is refused, with its place', async () => {
      const circle: Record<string, unknown> = {}
      circle['self'] = [circle]
      const deep: unknown[] = []
      for (let i = 0, at = deep; i < 300; i += 1) at.push((at = [] as unknown[]))
      const wrong: [unknown, string][] = [
        [() => 1, 'value is a function'],
        [{ a: [1, Symbol('s')] }, 'value.a[1] is a symbol'],
        [{ at: [new URL('http://a')] }, 'value.at[0] is a URL'],
        [new Map([['k', /x/]]), 'value[0] is a RegExp'],
        [Promise.resolve(1), 'value is a Promise'],
        [new (class extends Date {})(), 'value is a '],
        [circle, 'value.self[0] is an object that holds itself'],
        [deep, 'nested deeper than 200 levels'],
        [
          { point: Object.assign(new Point(1), { toPlain: () => ({ f() {} }) }) },
          'value.point.toPlain().f is a function',
        ],
      ]
      for (const [value, message] of wrong) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await expect(context.cache.set('key', value as string)).rejects.toMatchObject({
          code: 'E_CACHE_VALUE',
          message: expect.stringContaining(message),
        })
      }
      expect(await context.cache.has('key')).toBe(false)
    })

    test('a large value is kept or not, and never half of it', async () => {
      const large = 'x'.repeat(2_000_000)
      const isKept = await context.cache.set('key', large)
      expect(await context.cache.get('key')).toBe(isKept ? large : undefined)
    })
  })
}
