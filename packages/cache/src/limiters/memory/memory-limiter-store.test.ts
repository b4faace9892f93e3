import { expect, onTestFinished, test, vi } from 'vitest'
import { Limiter, MemoryLimiterStore } from '../../index.ts'
import { describeLimiterStore } from '../testing/contract/describe-limiter-store.ts'

describeLimiterStore('memory', (clock) => new MemoryLimiterStore({ clock }))

test('the counter that nobody asked for longest makes room', () => {
  const store = new MemoryLimiterStore({ maxKeys: 3 })
  const count = new Limiter(store, 'count', { count: 1, window: 60_000 })
  const allowed = (key: string) => (count.take(key) as Awaited<ReturnType<Limiter['take']>>).allowed
  expect(['a', 'b', 'c'].map(allowed)).toEqual([true, true, true])
  expect(allowed('a')).toBe(false)
  expect(allowed('d')).toBe(true)
  expect(['a', 'c', 'd'].map(allowed)).toEqual([false, false, false])
  expect(allowed('b')).toBe(true)
})

test('the time that a test fakes is its time, also when the store was there before', () => {
  const count = new Limiter(new MemoryLimiterStore(), 'count', { count: 1, window: 60_000 })
  vi.useFakeTimers({ toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
  expect([count.take('a'), count.take('a')]).toMatchObject([{ allowed: true }, { allowed: false }])
  vi.setSystemTime(Date.now() + 60_000)
  expect(count.take('a')).toMatchObject({ allowed: true })
})
