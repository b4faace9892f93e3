import { rmSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { endOf, memoryFolder, startProcess } from '../../dictionary/shared-process.fixture.ts'
import { SharedDictionary, SharedLimiterStore, type Clock, type LimiterOptions } from '../../index.ts'
import { describeLimiterStore } from '../testing/contract/describe-limiter-store.ts'

function open(clock: Clock = Date.now): { folder: string; dictionary: SharedDictionary } {
  const folder = memoryFolder()
  const dictionary = SharedDictionary.open('test', { folder, maxBytes: 1_000_000, clock })
  onTestFinished(async () => {
    await dictionary.close()
    rmSync(folder, { recursive: true })
  })
  return { folder, dictionary }
}

describeLimiterStore(
  'a shared dictionary',
  (clock) => new SharedLimiterStore(open(clock).dictionary, { clock }),
)

test('1,000 requests of two processes at once at limiters of every kind: of each exactly 100 are allowed', async () => {
  const limits: readonly LimiterOptions[] = [
    { perHour: 100 },
    { count: 100, window: 3_600_000 },
    { count: 100, slidingWindow: 3_600_000 },
    { concurrent: 100 },
  ]
  const { folder } = open()
  const take = `
    const { Limiter, SharedLimiterStore } = await import(${JSON.stringify(new URL('../../../dist/index.js', import.meta.url).href)})
    const store = new SharedLimiterStore(dictionary)
    const limiters = ${JSON.stringify(limits)}.map((limit, index) => new Limiter(store, 'exact-' + index, limit))
    const allowed = limiters.map(() => 0)
    for (let i = 0; i < 500; i += 1)
      for (const [index, limiter] of limiters.entries()) if (limiter.take('ada').allowed) allowed[index] += 1
    say(JSON.stringify(allowed))`
  const ends = await Promise.all([startProcess(folder, take), startProcess(folder, take)].map(endOf))
  const [one = [], other = []] = ends.map(({ output }) => JSON.parse(output) as number[])
  expect(one.map((count, index) => count + (other[index] ?? 0))).toEqual([100, 100, 100, 100])
})
