import { rmSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { endOf, memoryFolder, startProcess } from '../../dictionary/shared-process.fixture.ts'
import {
  Limiter,
  SharedDictionary,
  SharedLimiterStore,
  type Clock,
  type LimiterOptions,
} from '../../index.ts'
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

test.each<LimiterOptions>([
  { perHour: 100 },
  { count: 100, window: 3_600_000 },
  { count: 100, slidingWindow: 3_600_000 },
  { concurrent: 100 },
])('2,000 requests of two processes at once: of %j exactly 100 are allowed', async (options) => {
  const { folder, dictionary } = open()
  const take = `
    const { Limiter, SharedLimiterStore } = await import(${JSON.stringify(new URL('../../../dist/index.js', import.meta.url).href)})
    const limiter = new Limiter(new SharedLimiterStore(dictionary), 'exact', ${JSON.stringify(options)})
    let allowed = 0
    for (let i = 0; i < 1000; i += 1) if (limiter.take('ada').allowed) allowed += 1
    say(String(allowed))`
  const ends = await Promise.all([startProcess(folder, take), startProcess(folder, take)].map(endOf))
  expect(ends.reduce((sum, { output }) => sum + Number(output), 0)).toBe(100)
  const left = new Limiter(new SharedLimiterStore(dictionary), 'exact', options)
  expect(await left.take('ada')).toMatchObject({ allowed: false })
})
