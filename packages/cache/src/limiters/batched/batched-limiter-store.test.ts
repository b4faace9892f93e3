import { rmSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { memoryFolder } from '../../dictionary/shared-process.fixture.ts'
import {
  BatchedLimiterStore,
  Limiter,
  MemoryLimiterStore,
  SharedDictionary,
  SharedLimiterStore,
  type Clock,
  type Decision,
  type LimiterOptions,
  type LimiterStore,
  type StoreCharge,
} from '../../index.ts'
import { describeLimiterStore } from '../testing/contract/describe-limiter-store.ts'

describeLimiterStore('batches of a shared dictionary', (clock) => {
  const folder = memoryFolder()
  const dictionary = SharedDictionary.open('test', { folder, maxBytes: 1_000_000, clock })
  onTestFinished(async () => {
    await dictionary.close()
    rmSync(folder, { recursive: true })
  })
  return new BatchedLimiterStore(new SharedLimiterStore(dictionary, { clock }), { clock })
})

/** Three workers with one store, which counts how often it is asked. `isLate` lets it answer later, as over a network. */
function threeWorkers(clock: Clock, { isLate = false } = {}) {
  const counters = new MemoryLimiterStore({ clock })
  const asked = { times: 0 }
  const store: LimiterStore = {
    reach: 'machine',
    description: 'a test',
    take(charges: readonly StoreCharge[]) {
      asked.times += 1
      const verdicts = counters.take(charges)
      return isLate ? new Promise((resolve) => void setImmediate(() => resolve(verdicts))) : verdicts
    },
    renew: (leases) => counters.renew(leases),
    release: (leases) => counters.release(leases),
    forget: (keys) => counters.forget(keys),
  }
  const workers = [1, 2, 3].map(() => new BatchedLimiterStore(store, { clock }))
  const limiters = (options: LimiterOptions) => workers.map((worker) => new Limiter(worker, 'limit', options))
  return { asked, limiters }
}

const limits: readonly LimiterOptions[] = [
  { perSecond: 1000 },
  { count: 1000, window: 1000 },
  { count: 1000, slidingWindow: 1000 },
]

test.each(limits)(
  'of %j three workers let through no more, nearly all of it, and ask a tenth as often',
  async (limit) => {
    let now = 1_800_000_000_000
    const { asked, limiters } = threeWorkers(() => now)
    const workers = limiters(limit)
    let allowed = 0
    for (let i = 0; i < 3000; i += 1) if ((workers.at(i % 3)!.take('ada') as Decision).allowed) allowed += 1
    expect(allowed).toBeLessThanOrEqual(1000)
    expect(allowed).toBeGreaterThanOrEqual(1000 - 3 * 10)
    // The rest was refused, which only the store can say.
    expect(asked.times - (3000 - allowed) * 2).toBeLessThanOrEqual(130)
    now += 3000
    expect(workers.map((worker) => (worker.take('ada') as Decision).allowed)).toEqual([true, true, true])
  },
)

test('what was taken of a window is not given out in the next one', () => {
  let now = 1_800_000_000_000
  const { limiters } = threeWorkers(() => now)
  const worker = limiters({ count: 1000, window: 1000 }).at(0)!
  expect(worker.take('ada')).toMatchObject({ allowed: true, remaining: 999 })
  now += 999
  expect(worker.take('ada')).toMatchObject({ allowed: true, remaining: 998 })
  expect((worker.take('ada') as Decision).verdicts[0]).toMatchObject({ resetMs: 1 })
  now += 1
  expect(worker.take('ada')).toMatchObject({ allowed: true, remaining: 999 })
})

test('of a rate no more than a hundredth above it passes, whenever batches are used up', () => {
  let now = 1_800_000_000_000
  const { limiters } = threeWorkers(() => now)
  const workers = limiters({ perSecond: 1000, burst: 999 })
  let allowed = 0
  // Each takes a batch and uses it as late as it may.
  for (let i = 0; i < 4000; i += 1) {
    const worker = workers.at(i % 3)!
    if ((worker.take('ada') as Decision).allowed) allowed += 1
    if (i % 4 === 3) now += 1
  }
  expect(allowed).toBeLessThanOrEqual(1000 + 1000 + 10)
  expect(allowed).toBeGreaterThan(1900)
})

test('of many at once one asks a store over a network, and the others wait for its batch', async () => {
  const { asked, limiters } = threeWorkers(() => 1_800_000_000_000, { isLate: true })
  const worker = limiters({ count: 1000, window: 1000 }).at(0)!
  const decisions = await Promise.all(Array.from({ length: 1200 }, async () => worker.take('ada')))
  expect(decisions.filter((decision) => decision.allowed)).toHaveLength(1000)
  // A hundred batches; then each of two hundred is refused, a batch and then itself.
  expect(asked.times).toBeLessThanOrEqual(100 + 2 * 200)
})

test('when the store cannot be asked, nobody waits for ever', async () => {
  const store: LimiterStore = {
    reach: 'machines',
    description: 'a test',
    take: () => Promise.reject(new Error('gone')),
    renew: () => {},
    release: () => {},
    forget: () => {},
  }
  const limiter = new Limiter(new BatchedLimiterStore(store), 'limit', { perSecond: 1000 })
  const ends = await Promise.allSettled([limiter.take('ada'), limiter.take('ada')])
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})

test('those who are refused do not wait for one another', async () => {
  const { limiters } = threeWorkers(() => 0, { isLate: true })
  const limiter = limiters({ perHour: 200 }).at(0)!
  await Promise.all(Array.from({ length: 200 }, async () => limiter.take('crowd')))
  const state = { isOver: false }
  const crowd = Promise.all(Array.from({ length: 300 }, async () => limiter.take('crowd')))
  void crowd.then(() => (state.isOver = true))
  let rounds = 0
  while (!state.isOver) {
    rounds += 1
    // oxlint-disable-next-line no-await-in-loop -- a round of the store
    await new Promise((resolve) => void setImmediate(resolve))
  }
  expect((await crowd).some(({ allowed }) => allowed)).toBe(false)
  expect(rounds).toBeLessThan(10)
})
