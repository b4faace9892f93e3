import { rmSync, chmodSync, mkdirSync, readdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { SharedDictionary } from '../index.ts'
import { memoryFolder } from './shared-process.fixture.ts'
import type { SharedDictionaryOptions, SharedValue } from '../index.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup() // oxlint-disable-line no-await-in-loop -- in this order
})

function temporaryFolder(): string {
  const folder = memoryFolder()
  cleanups.push(() => rmSync(folder, { recursive: true }))
  return folder
}

let now = 1_000_000

function open<Value extends SharedValue = SharedValue>(
  options: Partial<SharedDictionaryOptions> = {},
): SharedDictionary<Value> {
  const dictionary = SharedDictionary.open<Value>('test', {
    folder: options.folder ?? temporaryFolder(),
    maxBytes: 1_000_000,
    clock: () => now,
    ...options,
  })
  cleanups.push(() => dictionary.close())
  return dictionary
}

describe('values', () => {
  test.each<[string, SharedValue]>([
    ['text', 'grüße 👋'],
    ['an empty text', ''],
    ['a number', -0.1],
    ['infinity', Infinity],
    ['true', true],
    ['false', false],
    ['null', null],
    ['bytes', Uint8Array.of(0, 255, 1)],
    ['a list', [1, 'two', [null]]],
    ['an object', { a: { b: [true] }, c: 'd' }],
  ])('%s comes back as it was', (_, value) => {
    const dictionary = open()
    expect(dictionary.set('key', value)).toEqual({ stored: true, forcible: false })
    expect(dictionary.get('key')).toEqual(value)
  })

  test('NaN comes back', () => {
    const dictionary = open<number>()
    dictionary.set('key', NaN)
    expect(dictionary.get('key')).toBeNaN()
  })

  test('what would not come back as it was is not taken, and told with its place', () => {
    const dictionary = open<never>() as unknown as SharedDictionary
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    const wrong: [unknown, string][] = [
      [new Date(), 'value is a Date'],
      [{ at: [new Date()] }, 'value.at[0] is a Date'],
      [new Map(), 'value is a Map'],
      [{ a: { b: NaN } }, 'value.a.b is NaN'],
      [[undefined], 'value[0] is undefined'],
      [{ f() {} }, 'value.f is a function'],
      [circle, 'value.self is an object that holds itself'],
      [undefined, 'undefined'],
      [1n, 'bigint'],
      [Symbol('s'), 'symbol'],
    ]
    for (const [value, text] of wrong) {
      expect(() => dictionary.set('key', value as never)).toThrow(
        expect.objectContaining({ code: 'E_SHARED_VALUE', message: expect.stringContaining(text) }),
      )
    }
    expect(dictionary.keys()).toEqual([])
  })

  test('a value that was read is nobody else’s', () => {
    const dictionary = open<{ list: number[] }>()
    dictionary.set('key', { list: [1] })
    dictionary.get('key')!.list.push(2)
    expect(dictionary.get('key')).toEqual({ list: [1] })
  })
})

describe('keys', () => {
  test('up to 65,535 bytes', () => {
    const dictionary = open()
    const longest = 'k'.repeat(65_535)
    dictionary.set(longest, 1)
    expect(dictionary.get(longest)).toBe(1)
    for (const key of ['', `${longest}k`, 'ä'.repeat(32_768), 7 as unknown as string]) {
      expect(() => dictionary.get(key)).toThrow(expect.objectContaining({ code: 'E_SHARED_KEY' }))
    }
  })

  test('are listed, those that have expired left out', () => {
    const dictionary = open<number>()
    for (let index = 0; index < 50; index += 1)
      dictionary.set(`key ${index}`, index, index < 10 ? { ttl: 5 } : {})
    now += 5
    expect(dictionary.keys(0)).toHaveLength(40)
    expect(dictionary.keys(7)).toHaveLength(7)
    expect(new Set(dictionary.keys()).size).toBe(40)
  })
})

describe('time to live', () => {
  test('a value is there until its time is over, to the millisecond', () => {
    const dictionary = open<string>()
    dictionary.set('key', 'value', { ttl: 100, flags: 7 })
    expect(dictionary.entry('key')).toEqual({ value: 'value', flags: 7, ttl: 100 })
    now += 99
    expect([dictionary.get('key'), dictionary.ttl('key'), dictionary.has('key')]).toEqual(['value', 1, true])
    now += 1
    expect([dictionary.get('key'), dictionary.ttl('key'), dictionary.has('key')]).toEqual([
      undefined,
      undefined,
      false,
    ])
    expect(dictionary.entry('key')).toBeUndefined()
    expect(dictionary.getStale('key')).toEqual({ value: 'value', flags: 7, ttl: 0 })
  })

  test('can be given anew, or taken away', () => {
    const dictionary = open<string>()
    expect([dictionary.expire('key', 5), dictionary.expire('key', null)]).toEqual([false, false])
    dictionary.set('key', 'value')
    expect(dictionary.ttl('key')).toBe(Infinity)
    expect([dictionary.expire('key', 5), dictionary.ttl('key')]).toEqual([true, 5])
    expect([dictionary.expire('key', null), dictionary.ttl('key')]).toEqual([true, Infinity])
    dictionary.expire('key', 5)
    now += 5
    expect(dictionary.expire('key', 5)).toBe(false)
  })

  test.each([0, -1, NaN, '5' as unknown as number])('%s is none', (ttl) => {
    const dictionary = open<number>()
    expect(() => dictionary.set('key', 1, { ttl })).toThrow(expect.objectContaining({ code: 'E_SHARED_TTL' }))
    expect(() => dictionary.expire('key', ttl)).toThrow(expect.objectContaining({ code: 'E_SHARED_TTL' }))
    expect(() => dictionary.increment('key', 1, { initTtl: ttl })).toThrow(
      expect.objectContaining({ code: 'E_SHARED_TTL' }),
    )
  })

  test.each([-1, 1.5, 2 ** 32])('flags of %s are refused', (flags) => {
    expect(() => open().set('key', 1, { flags })).toThrow(expect.objectContaining({ code: 'E_SHARED_FLAGS' }))
  })

  test('a clock that is set back and forth takes nothing away that has no end, and what is written then goes by it', () => {
    const dictionary = open<number>()
    dictionary.set('for ever', 1)
    dictionary.set('minute', 1, { ttl: 60_000 })
    dictionary.increment('count', 1, { initTtl: 60_000 })
    now -= 3_600_000
    expect([dictionary.get('for ever'), dictionary.ttl('minute')]).toEqual([1, 3_660_000])
    dictionary.expire('minute', 60_000)
    dictionary.set('later', 1, { ttl: 60_000 })
    expect([dictionary.ttl('minute'), dictionary.increment('count')]).toEqual([60_000, 2])
    now += 7_200_000
    expect(['for ever', 'minute', 'later', 'count'].map((key) => dictionary.get(key))).toEqual([
      1,
      undefined,
      undefined,
      undefined,
    ])
    expect([dictionary.increment('count'), dictionary.add('later', 2).stored]).toEqual([1, true])
    now -= 3_600_000
    expect([dictionary.get('later'), dictionary.flushExpired()]).toEqual([2, 1])
  })

  test('what has expired is freed when asked for', () => {
    const dictionary = open<number>()
    const free = dictionary.freeSpace
    for (let index = 0; index < 10; index += 1) dictionary.set(`key ${index}`, index, { ttl: 5 })
    dictionary.set('stays', 1)
    expect(dictionary.flushExpired()).toBe(0)
    now += 5
    expect([dictionary.flushExpired(4), dictionary.flushExpired(), dictionary.flushExpired()]).toEqual([
      4, 6, 0,
    ])
    dictionary.delete('stays')
    expect(dictionary.freeSpace).toBe(free)
  })
})

describe('conditions', () => {
  test('add stores what is absent, replace what is there', () => {
    const dictionary = open<number>()
    expect(dictionary.replace('key', 1)).toEqual({ stored: false, reason: 'absent' })
    expect(dictionary.add('key', 2, { ttl: 5 })).toEqual({ stored: true, forcible: false })
    expect(dictionary.add('key', 3)).toEqual({ stored: false, reason: 'exists' })
    expect(dictionary.safeAdd('key', 3)).toEqual({ stored: false, reason: 'exists' })
    expect(dictionary.replace('key', 4, { ttl: 5 })).toMatchObject({ stored: true })
    now += 5
    expect(dictionary.replace('key', 5)).toEqual({ stored: false, reason: 'absent' })
    expect(dictionary.safeAdd('key', 6)).toMatchObject({ stored: true })
    expect(dictionary.get('key')).toBe(6)
  })

  test('delete says whether there was one', () => {
    const dictionary = open<number>()
    dictionary.set('key', 1, { ttl: 5 })
    expect([dictionary.delete('key'), dictionary.delete('key')]).toEqual([true, false])
    dictionary.set('key', 1, { ttl: 5 })
    now += 5
    expect(dictionary.delete('key')).toBe(false)
  })

  test('flushAll forgets values and lists', () => {
    const dictionary = open()
    const free = dictionary.freeSpace
    dictionary.set('key', 1)
    dictionary.pushBack('list', 'a')
    dictionary.flushAll()
    expect([dictionary.keys(), dictionary.length('list'), dictionary.freeSpace]).toEqual([[], 0, free])
  })
})

describe('increment', () => {
  test('counts from 0, or from what is said', () => {
    const dictionary = open<number>()
    expect(dictionary.increment('seen')).toBe(1)
    expect(dictionary.increment('seen', 2.5)).toBe(3.5)
    expect(dictionary.increment('seen', -5, { init: 100 })).toBe(-1.5)
    expect(dictionary.increment('from', 1, { init: 10 })).toBe(11)
    expect(dictionary.increment('absent', 1, { init: null })).toBeUndefined()
    expect(dictionary.has('absent')).toBe(false)
  })

  test('a time to live is given by the call that makes it, and kept by the others', () => {
    const dictionary = open<number>()
    dictionary.increment('seen', 1, { initTtl: 100 })
    now += 60
    dictionary.increment('seen', 1, { initTtl: 100 })
    expect(dictionary.ttl('seen')).toBe(40)
    now += 40
    expect(dictionary.increment('seen', 1, { initTtl: 100 })).toBe(1)
  })

  test('what is no number is told', () => {
    const dictionary = open()
    dictionary.set('text', '1')
    dictionary.pushBack('list', 1)
    for (const key of ['text', 'list']) {
      expect(() => dictionary.increment(key)).toThrow(expect.objectContaining({ code: 'E_SHARED_KIND' }))
    }
  })

  test('of texts it does not compile', () => {
    const dictionary = open<string>()
    // @ts-expect-error there are no numbers in it
    const attempt = (): number => dictionary.increment('key')
    expect(attempt()).toBe(1)
  })
})

describe('lists', () => {
  test('take and give at both ends', () => {
    const dictionary = open<string | number>()
    expect(dictionary.pushBack('list', 'b')).toEqual({ stored: true, length: 1 })
    expect(dictionary.pushBack('list', 3)).toEqual({ stored: true, length: 2 })
    expect(dictionary.pushFront('list', 'a')).toEqual({ stored: true, length: 3 })
    expect(dictionary.length('list')).toBe(3)
    expect([dictionary.popFront('list'), dictionary.popBack('list'), dictionary.popBack('list')]).toEqual([
      'a',
      3,
      'b',
    ])
    expect([dictionary.popFront('list'), dictionary.popBack('list'), dictionary.length('list')]).toEqual([
      undefined,
      undefined,
      0,
    ])
    expect(dictionary.has('list')).toBe(false)
  })

  test('one that has expired begins anew, one that is overwritten is gone with all its items', () => {
    const dictionary = open()
    const free = dictionary.freeSpace
    dictionary.pushBack('list', 'old')
    dictionary.pushBack('list', 'older')
    dictionary.expire('list', 5)
    now += 5
    expect(dictionary.length('list')).toBe(0)
    expect(dictionary.pushBack('list', 'new')).toEqual({ stored: true, length: 1 })
    expect(dictionary.popFront('list')).toBe('new')
    dictionary.pushBack('list', 'x')
    dictionary.set('list', 'value')
    expect(dictionary.get('list')).toBe('value')
    dictionary.delete('list')
    expect(dictionary.freeSpace).toBe(free)
  })

  test('a list is no value, and a value no list', () => {
    const dictionary = open()
    dictionary.pushBack('list', 1)
    dictionary.set('value', 1)
    const wrong = [
      () => dictionary.get('list'),
      () => dictionary.getStale('list'),
      () => dictionary.pushFront('value', 1),
      () => dictionary.popFront('value'),
      () => dictionary.length('value'),
    ]
    for (const call of wrong) expect(call).toThrow(expect.objectContaining({ code: 'E_SHARED_KIND' }))
  })

  test('nothing makes room for them', () => {
    const dictionary = open({ maxBytes: 1_000 })
    dictionary.set('value', 'x'.repeat(700))
    expect(dictionary.pushBack('list', 'x'.repeat(100))).toMatchObject({ stored: true })
    expect(dictionary.pushBack('list', 'x'.repeat(100))).toEqual({ stored: false, reason: 'no memory' })
    expect([dictionary.length('list'), dictionary.has('value')]).toEqual([1, true])
  })
})

describe('a full dictionary', () => {
  test('gives up what has not been asked for, and says so', () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    cleanups.push(() => vi.useRealTimers())
    const dictionary = open<string>({ maxBytes: 200_000 })
    const value = 'x'.repeat(100)
    let forced = 0
    for (let index = 0; index < 1_000; index += 1) dictionary.set(`old ${index}`, value)
    now += 60_000
    const wanted = Array.from({ length: 200 }, (_, index) => `old ${index * 5}`)
    for (const key of wanted) dictionary.get(key)
    // They are noted a moment later, many at once.
    vi.runAllTimers()
    now += 60_000
    for (let index = 0; index < 700; index += 1) {
      const result = dictionary.set(`new ${index}`, value)
      expect(result.stored).toBe(true)
      if (result.stored && result.forcible) forced += 1
    }
    expect(forced).toBeGreaterThan(300)
    expect(dictionary.freeSpace).toBeGreaterThanOrEqual(0)
    const kept = wanted.filter((key) => dictionary.has(key)).length
    // By chance it would be 113 of 200.
    expect(kept).toBeGreaterThan(150)
  })

  test('gives up what has expired first', () => {
    const dictionary = open<string>({ maxBytes: 20_000 })
    for (let index = 0; index < 50; index += 1) dictionary.set(`stays ${index}`, 'x'.repeat(100))
    for (let index = 0; dictionary.freeSpace > 200; index += 1)
      dictionary.set(`goes ${index}`, 'x'.repeat(100), { ttl: 5 })
    now += 5
    const results = Array.from({ length: 20 }, (_, index) => dictionary.set(`new ${index}`, 'x'.repeat(100)))
    expect(results.filter((result) => result.stored && result.forcible).length).toBeLessThan(5)
  })

  test('safeSet and safeAdd give up nothing that has not expired', () => {
    const dictionary = open<string>({ maxBytes: 2_000 })
    dictionary.set('a', 'x'.repeat(1_500))
    expect(dictionary.safeSet('b', 'x'.repeat(1_000))).toEqual({ stored: false, reason: 'no memory' })
    expect(dictionary.safeAdd('b', 'x'.repeat(1_000))).toEqual({ stored: false, reason: 'no memory' })
    expect(dictionary.has('a')).toBe(true)
    expect(dictionary.set('b', 'x'.repeat(1_000))).toEqual({ stored: true, forcible: true })
    expect(dictionary.has('a')).toBe(false)
  })

  test('what is larger than the whole is not taken, and drives nobody out', () => {
    const dictionary = open<string>({ maxBytes: 2_000 })
    dictionary.set('a', 'b')
    expect(dictionary.set('large', 'x'.repeat(2_000))).toEqual({ stored: false, reason: 'no memory' })
    expect(dictionary.get('a')).toBe('b')
  })

  test('a counter finds no room', () => {
    const dictionary = open<number>({ maxBytes: 50 })
    expect(() => dictionary.increment('a key that is longer than that')).toThrow(
      expect.objectContaining({ code: 'E_SHARED_FULL', status: 503 }),
    )
  })
})

describe('the file', () => {
  test('two that open it see the same, and it outlives them', async () => {
    const folder = temporaryFolder()
    const one = open<number>({ folder })
    const other = open<number>({ folder })
    one.increment('seen')
    expect(other.increment('seen')).toBe(2)
    expect(one.get('seen')).toBe(2)
    await Promise.all([one.close(), other.close()])
    cleanups.length -= 2
    expect(open<number>({ folder }).get('seen')).toBe(2)
  })

  test('dictionaries of other names, and other folders, see nothing of it', () => {
    const folder = temporaryFolder()
    open({ folder }).set('key', 1)
    const another = SharedDictionary.open('another', { folder, maxBytes: 1_000 })
    cleanups.push(() => another.close())
    expect(another.has('key')).toBe(false)
    expect(open().has('key')).toBe(false)
  })

  test.each<[string, (file: string) => void]>([
    ['cut short', (file) => truncateSync(file, 8_192)],
    ['within its head', (file) => truncateSync(file, 5_000)],
    ['another file', (file) => writeFileSync(file, 'hello')],
    ['zeros', (file) => writeFileSync(file, Buffer.alloc(100_000))],
  ])('one that is damaged (%s) is set aside, and said so', async (_, damage) => {
    const folder = temporaryFolder()
    const before = open({ folder })
    for (let index = 0; index < 100; index += 1) before.set(`key ${index}`, 'x'.repeat(100))
    await before.close()
    cleanups.pop()
    damage(join(folder, 'test', 'data.mdb'))
    const told: string[] = []
    const after = open({ folder, onDamaged: (text) => told.push(text) })
    expect(after.keys()).toEqual([])
    after.set('key', 1)
    expect(after.get('key')).toBe(1)
    expect(told).toEqual([expect.stringContaining('test.damaged-')])
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toHaveLength(1)
  })

  test('a folder that others may write to, or a link, is not believed', () => {
    const parent = temporaryFolder()
    const shared = join(parent, 'open')
    mkdirSync(shared)
    chmodSync(shared, 0o777)
    const link = join(parent, 'link')
    symlinkSync(temporaryFolder(), link)
    for (const folder of [shared, link]) {
      expect(() => open({ folder })).toThrow(expect.objectContaining({ code: 'E_SHARED_FOLDER' }))
    }
  })

  test('more than the disk has is refused before anything is written', () => {
    expect(() => open({ maxBytes: 2 ** 50 })).toThrow(
      expect.objectContaining({ code: 'E_SHARED_ROOM', message: expect.stringMatching(/MB are left/) }),
    )
  })

  test.each(['', '../x', 'a b', 'x'.repeat(65)])('%j is no name', (name) => {
    expect(() => SharedDictionary.open(name, { folder: '/nowhere', maxBytes: 1 })).toThrow(
      expect.objectContaining({ code: 'E_SHARED_NAME' }),
    )
  })
})
