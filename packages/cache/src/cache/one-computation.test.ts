import { expect, test } from 'vitest'
import { begin, describeAmongProcesses, runTogether } from './among-processes.fixture.ts'
import { startCacheProcess } from './cache-process.fixture.ts'

describeAmongProcesses((share) => {
  test('1,000 that miss one key in two processes compute it once', async () => {
    const shared = share()
    const herd = `${begin}
      let computed = 0
      const values = await Promise.all(Array.from({ length: 500 }, () => cache.remember('top', 60_000, async () => {
        computed += 1
        await new Promise((resolve) => setTimeout(resolve, 50))
        return { by: process.pid }
      })))
      say(JSON.stringify({ computed, by: [...new Set(values.map(({ by }) => by))], count: values.length }))`
    const ends = await runTogether([startCacheProcess(shared, herd), startCacheProcess(shared, herd)])
    const said = ends.map((line) => JSON.parse(line) as { computed: number; by: number[]; count: number })
    expect(said.reduce((sum, { computed }) => sum + computed, 0)).toBe(1)
    expect(said.map(({ count }) => count)).toEqual([500, 500])
    expect(new Set(said.flatMap(({ by }) => by)).size).toBe(1)
  })
})
