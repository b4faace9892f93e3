import { expect, test } from 'vitest'
import { begin, describeAmongProcesses, runTogether } from './among-processes.fixture.ts'
import { startCacheProcess } from './cache-process.fixture.ts'

const kills = 25

await describeAmongProcesses((share) => {
  test('1,000 that wait for one that fails get its error, and nobody tries in vain', async () => {
    const shared = share()
    const herd = `${begin}
      let computed = 0
      const ends = await Promise.allSettled(Array.from({ length: 500 }, () => cache.remember('top', 60_000, async () => {
        computed += 1
        await new Promise((resolve) => setTimeout(resolve, 300))
        throw new Error('no rows today')
      })))
      say(JSON.stringify({ computed, failed: ends.filter((end) => end.reason?.message.includes('no rows today')).length }))`
    const ends = await runTogether([startCacheProcess(shared, herd), startCacheProcess(shared, herd)])
    const said = ends.map((line) => JSON.parse(line) as { computed: number; failed: number })
    expect(said.map(({ failed }) => failed)).toEqual([500, 500])
    // One process may have begun when the other had already failed.
    expect(said.reduce((sum, { computed }) => sum + computed, 0)).toBeLessThanOrEqual(2)
  })

  test('who computes and is killed is replaced when its lease is over', async () => {
    const shared = share()
    const dying = startCacheProcess(
      shared,
      `await cache.remember('top', 60_000, () => { say('computing'); return new Promise(() => setInterval(() => {}, 1000)) })`,
    )
    await expect.poll(() => dying.lines).toContain('computing')
    const heir = startCacheProcess(
      shared,
      `say('asks'); say(await cache.remember('top', 60_000, () => 'by the heir'))`,
    )
    await expect.poll(() => heir.lines).toContain('asks')
    dying.child.kill('SIGKILL')
    expect(await heir.ended).toBe('by the heir')
  })

  test('who takes longer than its lease keeps it as long as it lives', async () => {
    const shared = share()
    const slow = startCacheProcess(
      shared,
      `say(await cache.remember('top', 60_000, () => {
        say('begun')
        return new Promise((resolve) => setTimeout(() => resolve('by the slow one'), 1500))
      }))`,
    )
    await expect.poll(() => slow.lines).toContain('begun')
    const other = startCacheProcess(shared, `say(await cache.remember('top', 60_000, () => 'by the other'))`)
    expect(await Promise.all([slow.ended, other.ended])).toEqual(['by the slow one', 'by the slow one'])
  })

  test(`of ${kills} that compute and are killed each is replaced, once`, { timeout: 600_000 }, async () => {
    const shared = share()
    for (let round = 0; round < kills; round += 1) {
      // oxlint-disable no-await-in-loop -- one after the other
      const dying = startCacheProcess(
        shared,
        `await cache.remember('top ${round}', 60_000, () => { say('computing'); return new Promise(() => setInterval(() => {}, 1000)) })`,
      )
      await expect.poll(() => dying.lines, { interval: 5 }).toContain('computing')
      dying.child.kill('SIGKILL')
      const heirs = [1, 2].map((heir) =>
        startCacheProcess(
          shared,
          `let computed = 0
           const value = await cache.remember('top ${round}', 60_000, () => ((computed += 1), 'by ${heir}'))
           say(JSON.stringify({ computed, value }))`,
        ),
      )
      const said = (await Promise.all(heirs.map(({ ended }) => ended))).map(
        (line) => JSON.parse(line) as { computed: number; value: string },
      )
      expect(said.reduce((sum, { computed }) => sum + computed, 0)).toBe(1)
      expect(new Set(said.map(({ value }) => value)).size).toBe(1)
      // oxlint-enable no-await-in-loop
    }
  })
})
