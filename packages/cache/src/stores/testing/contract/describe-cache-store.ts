import { setImmediate as turn } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { createCache, type Cache, type CacheStore, type Clock } from '../../../index.ts'

/** A store to run the contract on, empty. */
export interface CacheStoreSubject {
  readonly store: CacheStore
  /** The same as another process has it; undefined where nobody else can. */
  readonly other: CacheStore | undefined
}

/** What every store must do, whatever it is made of. `clock` is the time; a store that has one of its own goes by that. */
export function describeCacheStore(
  name: string,
  create: (clock: Clock) => CacheStoreSubject | Promise<CacheStoreSubject>,
): void {
  describe(`a cache in ${name}`, () => {
    let now: number
    let subject: CacheStoreSubject
    let cache: Cache
    const clock = () => now

    const cacheOn = (store: CacheStore, leaseMs = 5000) =>
      createCache(store, { clock, leaseMs, report: () => {} })

    beforeEach(async () => {
      now = Date.now()
      subject = await create(clock)
      cache = cacheOn(subject.store)
    })

    /** Lets time pass until something is so: a store may go by a clock of its own. */
    const eventually = (work: () => unknown) =>
      expect.poll(
        () => {
          now += 5
          return work()
        },
        { interval: 5 },
      )

    class Point {
      readonly x: number
      constructor(x: number) {
        this.x = x
      }
      toPlain(): { x: number; at: Date } {
        return { x: this.x, at: new Date(7) }
      }
      static revive({ x }: { x: number }): Point {
        return new Point(x)
      }
    }

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
        expect(await cache.set('key', value as string)).toBe(true)
        expect(await cache.get('key')).toEqual(value)
        const found = await cache.get('key')
        expect(Object.prototype.toString.call(found)).toBe(Object.prototype.toString.call(value))
        expect(Buffer.isBuffer(found)).toBe(Buffer.isBuffer(value))
      })

      test('a name `__proto__` is one like any other', async () => {
        const value = JSON.parse('{"__proto__":{"admin":true},"at":1}') as { at: number }
        await cache.set('key', { ...value, when: new Date(0) })
        const found = (await cache.get<Record<string, unknown>>('key'))!
        expect(Object.getPrototypeOf(found)).toBe(Object.prototype)
        expect(Object.entries(found)).toEqual([
          ['__proto__', { admin: true }],
          ['at', 1],
          ['when', new Date(0)],
        ])
      })

      test('what was put in can be changed, and nothing in the cache is', async () => {
        const value = { list: [1], at: new Date(0), map: new Map([['a', [1]]]), point: new Point(1) }
        await cache.set('key', value)
        value.list.push(2)
        value.at.setTime(5)
        value.map.get('a')!.push(2)
        expect(await cache.get('key')).toEqual({
          list: [1],
          at: new Date(0),
          map: new Map([['a', [1]]]),
          point: new Point(1),
        })
      })

      test('what comes out is frozen, or the reader’s own', async () => {
        const value = { list: [{ a: 1 }], at: new Date(0), point: new Point(1) }
        await cache.set('key', value)
        const [one, other] = [
          (await cache.get<typeof value>('key'))!,
          (await cache.get<typeof value>('key'))!,
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
          await expect(cache.set('key', value as string)).rejects.toMatchObject({
            code: 'E_CACHE_VALUE',
            message: expect.stringContaining(message),
          })
        }
        expect(await cache.has('key')).toBe(false)
      })

      test('a large value is kept or not, and never half of it', async () => {
        const large = 'x'.repeat(2_000_000)
        const isKept = await cache.set('key', large)
        expect(await cache.get('key')).toBe(isKept ? large : undefined)
      })
    })

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
        await cache.set(key, 'one')
        await cache.set(`${key}y`, 'other')
        expect([await cache.get(key), await cache.get(`${key}y`), await cache.get(`${key}z`)]).toEqual([
          'one',
          'other',
          undefined,
        ])
        expect(await cache.many([key, 'absent'])).toEqual(
          Object.assign(Object.create(null), { [key]: 'one', absent: undefined }),
        )
        expect([await cache.forget(key), await cache.forget(key)]).toEqual([true, false])
        expect(await cache.get(`${key}y`)).toBe('other')
      })

      test.each(['', '\ud800', 7 as unknown as string, undefined as unknown as string])(
        'number %$ is none',
        async (key) => {
          await expect(cache.get(key)).rejects.toMatchObject({ code: 'E_CACHE_KEY' })
        },
      )
    })

    describe('time', () => {
      test('a value is there until its time is over', async () => {
        await cache.set('long', 1, 600_000)
        await cache.set('key', { a: 1 }, 20)
        await eventually(() => cache.get('key')).toBeUndefined()
        expect(await cache.get('long')).toBe(1)
      })

      test('one without a time stays', async () => {
        await cache.set('key', 1)
        now += 10 ** 12
        expect(await cache.get('key')).toBe(1)
      })

      test.each([0, -1, NaN, Infinity, '5' as unknown as number])('%s is none', async (ttl) => {
        await expect(cache.set('key', 1, ttl)).rejects.toMatchObject({ code: 'E_CACHE_TTL' })
        await expect(cache.remember('key', ttl, () => 1)).rejects.toMatchObject({ code: 'E_CACHE_TTL' })
      })
    })

    describe('add, pull, increment', () => {
      test('add keeps what is there', async () => {
        expect([await cache.add('key', 1), await cache.add('key', 2)]).toEqual([true, false])
        expect(await cache.get('key')).toBe(1)
        await cache.forget('key')
        expect(await cache.add('key', 'x', 20)).toBe(true)
        await eventually(() => cache.add('key', 3)).toBe(true)
      })

      test('of many that add or pull at once one succeeds', async () => {
        const added = await Promise.all(Array.from({ length: 20 }, (_, i) => cache.add('key', `by ${i}`)))
        expect(added.filter(Boolean)).toHaveLength(1)
        const pulled = await Promise.all(Array.from({ length: 20 }, () => cache.pull('key')))
        expect(pulled.filter((value) => value !== undefined)).toHaveLength(1)
      })

      test('numbers are counted, and no count is lost', async () => {
        const other = cacheOn(subject.other ?? subject.store)
        await Promise.all(Array.from({ length: 50 }, (_, i) => (i % 2 ? cache : other).increment('count')))
        expect(await cache.increment('count', 2.5)).toBe(52.5)
        expect(await cache.increment('count', -3)).toBe(49.5)
        expect([await cache.get('count'), await other.get('count')]).toEqual([49.5, 49.5])
        await cache.set('count', 10)
        expect(await other.increment('count')).toBe(11)
        expect(await cache.get('count')).toBe(11)
      })

      test('a number that is counted on keeps its time', async () => {
        await cache.increment('count', 1, 30)
        await eventually(async () => {
          const sum = await cache.increment('count', 1, 600_000)
          return sum
        }).toBe(1)
        now += 1000
        expect(await cache.get('count')).toBe(1)
      })

      test.each([NaN, Infinity])('a number does not grow by %s', async (by) => {
        await expect(cache.increment('count', by)).rejects.toMatchObject({ code: 'E_CACHE_COUNTER' })
        expect(await cache.get('count')).toBeUndefined()
      })

      test.each(['5', null, true, [1], 5n, NaN, new Date(0)])('%s cannot be counted on', async (value) => {
        await cache.set('key', value as string)
        await expect(cache.increment('key')).rejects.toMatchObject({ code: 'E_CACHE_COUNTER' })
        expect(await cache.get('key')).toEqual(value)
      })
    })

    describe('remember', () => {
      test('computes once, and hands out what it has kept', async () => {
        let computed = 0
        const top = () => cache.remember('top', 60_000, () => ({ computed: ++computed }))
        expect([await top(), await top(), await cache.get('top')]).toEqual([
          { computed: 1 },
          { computed: 1 },
          { computed: 1 },
        ])
        await cache.forget('top')
        expect(await cache.rememberForever('top', () => ({ computed: ++computed }))).toEqual({ computed: 2 })
      })

      test('however many ask at once', async () => {
        let computed = 0
        const other = cacheOn(subject.other ?? subject.store)
        const values = await Promise.all(
          Array.from({ length: 200 }, (_, i) =>
            (i % 2 ? cache : other).remember('top', 60_000, async () => {
              computed += 1
              await turn()
              await turn()
              return { at: new Date(computed) }
            }),
          ),
        )
        expect(computed).toBe(1)
        expect(new Set(values.map(({ at }) => Number(at)))).toEqual(new Set([1]))
        expect(new Set(values.map(({ at }) => at)).size).toBe(200)
      })

      test('who waits gets the error of who computes, and the next one tries again', async () => {
        let computed = 0
        const other = cacheOn(subject.other ?? subject.store)
        let giveUp = (): void => {}
        const allAreWaiting = new Promise<void>((resolve) => (giveUp = resolve))
        const fail = async () => {
          computed += 1
          await allAreWaiting
          throw new RangeError('no rows')
        }
        const asked = Promise.allSettled(
          Array.from({ length: 20 }, (_, i) => (i < 10 ? cache : other).remember('top', 60_000, fail)),
        )
        // What was asked before has reached the store when some questions behind it are answered.
        for (let i = 0; i < 10; i += 1) await other.get('another') // oxlint-disable-line no-await-in-loop -- one after the other
        giveUp()
        const ends = await asked
        expect(ends.every(({ status }) => status === 'rejected')).toBe(true)
        for (const end of ends) expect(String((end as PromiseRejectedResult).reason)).toContain('no rows')
        expect(computed).toBe(1)
        expect(await cache.remember('top', 60_000, () => 'well')).toBe('well')
      })

      test('undefined is not kept, null is', async () => {
        let computed = 0
        await cache.remember('a', 60_000, () => void (computed += 1))
        await cache.remember('a', 60_000, () => void (computed += 1))
        expect(computed).toBe(2)
        expect(await cache.remember('b', 60_000, () => null)).toBe(null)
        expect(await cache.remember('b', 60_000, () => null as number | null)).toBe(null)
        expect([await cache.has('a'), await cache.has('b')]).toEqual([false, true])
      })

      test('that there is nothing is remembered as long as it is said', async () => {
        let computed = 0
        const find = () =>
          cache.remember('user', 60_000, (): { id: number } | undefined => void (computed += 1), {
            absent: 20_000,
          })
        expect([await find(), await find()]).toEqual([undefined, undefined])
        expect([computed, await cache.get('user'), await cache.has('user')]).toEqual([1, undefined, false])
        const short = () => cache.remember('other', 60_000, () => ((computed += 10), null), { absent: 20 })
        expect(await short()).toBe(null)
        await eventually(() => cache.has('other')).toBe(false)
      })

      test('what is forgotten while it is made is not kept', async () => {
        const computing = cache.remember('top', 60_000, async () => {
          await cache.forget('top')
          return 'old'
        })
        expect(await computing).toBe('old')
        expect(await cache.get('top')).toBeUndefined()
      })

      test('what is set while it is made stays', async () => {
        await cache.remember('top', 60_000, async () => {
          await cache.set('top', 'new')
          return 'old'
        })
        expect(await cache.get('top')).toBe('new')
      })

      test('who asks after it was forgotten does not get what was begun before', async () => {
        let letGo!: (value: string) => void
        const gate = new Promise<string>((resolve) => (letGo = resolve))
        let isBegun = false
        const before = cache.remember('top', 60_000, () => {
          isBegun = true
          return gate
        })
        await expect.poll(() => isBegun).toBe(true)
        await cache.forget('top')
        expect(await cache.remember('top', 60_000, () => 'new')).toBe('new')
        letGo('old')
        expect(await before).toBe('old')
        expect(await cache.get('top')).toBe('new')
      })
    })

    describe('flexible', () => {
      test('hands out what is stale, and one makes it anew', async () => {
        let computed = 0
        const rates = () =>
          cache.flexible('rates', { fresh: 1000, stale: 600_000 }, () => ({ computed: ++computed }))
        expect([await rates(), await rates()]).toEqual([{ computed: 1 }, { computed: 1 }])
        now += 1001
        expect(await Promise.all([rates(), rates(), rates()])).toEqual(
          [1, 1, 1].map((one) => ({ computed: one })),
        )
        await expect.poll(rates).toEqual({ computed: 2 })
        expect(computed).toBe(2)
      })

      test('when that fails the stale one stays, and the next one tries again', async () => {
        let isDown = false
        const rates = () =>
          cache.flexible('rates', { fresh: 1000, stale: 600_000 }, () => {
            if (isDown) throw new Error('down')
            return { at: now }
          })
        const first = await rates()
        now += 1001
        isDown = true
        expect(await rates()).toEqual(first)
        await turn()
        expect(await rates()).toEqual(first)
        isDown = false
        await expect.poll(async () => (await rates()).at).toBe(now)
      })
    })

    describe('tags and namespaces', () => {
      test('a tag that is flushed takes along what has it, and nothing else', async () => {
        await cache.tags('posts', 'user:7').set('a', 'a')
        await cache.tags('posts').remember('b', 60_000, () => 'b')
        await cache.tags('user:7').set('c', 7)
        await cache.set('d', 'd')
        expect(await cache.many(['a', 'b', 'c', 'd'])).toEqual(
          Object.assign(Object.create(null), { a: 'a', b: 'b', c: 7, d: 'd' }),
        )
        await cacheOn(subject.other ?? subject.store)
          .tags('posts')
          .flush()
        await expect.poll(() => cache.get('a')).toBeUndefined()
        expect(await cache.many(['a', 'b', 'c', 'd'])).toEqual(
          Object.assign(Object.create(null), { a: undefined, b: undefined, c: 7, d: 'd' }),
        )
        expect(await cache.tags('posts').remember('b', 60_000, () => 'new')).toBe('new')
        expect(await cache.get('b')).toBe('new')
      })

      test('what is made while its tag is flushed is old', async () => {
        const made = cache.tags('posts').remember('top', 60_000, async () => {
          await cache.tags('posts').flush()
          return 'old'
        })
        expect(await made).toBe('old')
        expect(await cache.get('top')).toBeUndefined()
      })

      test('namespaces do not see each other, and are flushed alone', async () => {
        const [one, other] = [cache.namespace('one'), cache.namespace('other')]
        await one.set('key', 1)
        await other.set('key', 2)
        await one.tags('t').set('tagged', 1)
        await other.tags('t').set('tagged', 2)
        await cache.set('key', 3)
        await one.tags('t').flush()
        expect([await one.get('tagged'), await other.get('tagged')]).toEqual([undefined, 2])
        await one.flush()
        expect([await one.get('key'), await other.get('key'), await cache.get('key')]).toEqual([
          undefined,
          2,
          3,
        ])
        await cache.flush()
        expect([await other.get('key'), await cache.get('key')]).toEqual([undefined, undefined])
      })
    })

    test('what one process has written another reads, and forgets', async () => {
      if (subject.other === undefined) return
      const other = cacheOn(subject.other)
      await cache.set('key', { a: 1 })
      expect(await other.get('key')).toEqual({ a: 1 })
      expect(await other.get('key')).toEqual({ a: 1 })
      await cache.set('key', { a: 2 })
      await expect.poll(() => other.get('key')).toEqual({ a: 2 })
      await cache.forget('key')
      await expect.poll(() => other.get('key')).toBeUndefined()
    })

    test('a class that a process has not met is a miss for it, and is made there', async () => {
      if (subject.other === undefined) return
      await cache.set('point', new Point(7))
      const other = cacheOn(subject.other)
      expect(await other.get('point')).toBeUndefined()
      expect(await other.remember('point', 60_000, () => new Point(8))).toEqual(new Point(8))
      expect(await other.get('point')).toEqual(new Point(8))
    })

    test('who reaches less than is asked for says so', async () => {
      const { reach } = subject.store
      const call = cache.remember('key', 60_000, () => 1, { across: 'machines' })
      if (reach === 'machines') expect(await call).toBe(1)
      else await expect(call).rejects.toMatchObject({ code: 'E_REACH' })
      expect(cache.reach).toBe(reach)
    })
  })
}
