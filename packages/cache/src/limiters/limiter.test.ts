import { expect, test } from 'vitest'
import {
  CacheError,
  Limiter,
  MemoryLimiterStore,
  takeAll,
  type LimiterOptions,
  type LimiterStore,
} from '../index.ts'

const store = new MemoryLimiterStore()

test.each<[unknown, string]>([
  [{}, 'this one has none'],
  [{ perSecond: 1, perMinute: 1 }, 'perSecond and perMinute'],
  [{ perSecond: 0 }, 'perSecond is 0'],
  [{ perSecond: Number.NaN }, 'perSecond is NaN'],
  [{ perSecond: 1, burst: -1 }, 'burst is -1'],
  [{ perSecond: 1, burst: 1.5 }, 'burst is 1.5'],
  [{ perHour: 0.001, burst: 100 }, 'longer than a year'],
  [{ count: 0, window: 1000 }, 'count is 0'],
  [{ window: 1000 }, 'count is undefined'],
  [{ count: 5, window: 0 }, 'window is 0'],
  [{ count: 5, slidingWindow: Infinity }, 'slidingWindow is Infinity'],
  [{ concurrent: 1.5 }, 'concurrent is 1.5'],
  [{ concurrent: 1, lease: -1 }, 'lease is -1'],
])('%j is refused when the limiter is made', (options, message) => {
  expect(() => new Limiter(store, 'wrong', options as LimiterOptions)).toThrow(
    expect.objectContaining({ code: 'E_LIMIT_INVALID', message: expect.stringContaining(message) }),
  )
})

test.each(['', 'with space', 'quote"', 'x'.repeat(65)])('%j is no name', (name) => {
  expect(() => new Limiter(store, name, { perSecond: 1 })).toThrow(
    expect.objectContaining({ code: 'E_LIMIT_INVALID' }),
  )
})

test('a cost that could never be allowed is an error, not a refusal', () => {
  const rate = new Limiter(store, 'costs', { perSecond: 5 })
  for (const cost of [0, -1, 1.5, 6]) expect(() => rate.take('a', cost)).toThrow(/costs 1 to 5/)
  expect(() => new Limiter(store, 'busy', { concurrent: 5 }).take('a', 2)).toThrow(/costs 1 to 1/)
})

test('who asks for more reach than the store has is told so', () => {
  expect(() => new Limiter(store, 'far', { perSecond: 1, across: 'machines' })).toThrow(
    expect.objectContaining({
      code: 'E_REACH',
      message: expect.stringContaining('the memory of this worker'),
    }),
  )
  expect(new Limiter(store, 'near', { perSecond: 1, across: 'worker' }).store).toBe(store)
})

test('a counter stands once in a request, and stores decide each for itself', () => {
  const one = new Limiter(store, 'one', { perSecond: 1 })
  const elsewhere = new Limiter(new MemoryLimiterStore(), 'one', { perSecond: 1 })
  expect(() => takeAll([one.charge('a'), one.charge('a')])).toThrow(/twice/)
  expect(() => takeAll([one.charge('a'), elsewhere.charge('a')])).toThrow(/different stores/)
})

const broken = (error: Error): LimiterStore => ({
  reach: 'machines',
  description: 'a broken store',
  take: () => Promise.reject(error),
  renew: () => undefined,
  release: () => undefined,
  forget: () => undefined,
})

test('without its store a limiter allows, or refuses if it was told to; one that refuses decides for all', async () => {
  const down = broken(new CacheError('E_LIMITER_UNAVAILABLE', 'down'))
  const open = new Limiter(down, 'open', { concurrent: 1 })
  const closed = new Limiter(down, 'closed', { perSecond: 1, whenUnavailable: 'refuse' })
  expect(await open.take('a')).toMatchObject({
    allowed: true,
    unavailable: true,
    isHeld: false,
    retryAfterMs: 0,
    delayMs: 0,
  })
  expect(await closed.take('a')).toMatchObject({ allowed: false, unavailable: true, retryAfterMs: 1000 })
  expect((await takeAll([open.charge('a'), closed.charge('b')])).allowed).toBe(false)
})

test('an error of another kind is no outage', async () => {
  await expect(
    new Limiter(broken(new TypeError('a bug')), 'bug', { perSecond: 1 }).take('a'),
  ).rejects.toThrow('a bug')
})
