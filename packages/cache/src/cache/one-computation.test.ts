import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { memoryFolder } from '../dictionary/shared-process.fixture.ts'
import {
  connectRedis,
  redisPrefix,
  redisUrl,
  removeTestKeys,
  whyNoRedis,
} from '../limiters/testing/contract/redis-server.ts'
import { startCacheProcess, type CacheProcess, type SharedWith } from './cache-process.fixture.ts'

describe('among the processes of a machine', () => {
  suite(() => {
    const folder = memoryFolder()
    onTestFinished(() => rmSync(folder, { recursive: true }))
    return { folder }
  })
})

const reason = await whyNoRedis()
describe.skipIf(reason !== null)(`among machines, by Redis (skipped without one: ${reason})`, () => {
  suite(() => {
    const redis = connectRedis()
    onTestFinished(async () => {
      await removeTestKeys(redis)
      redis.disconnect()
    })
    return { redisUrl, prefix: `${redisPrefix}${randomBytes(6).toString('hex')}:` }
  })
})

/** Both are ready before either begins. */
async function runTogether(processes: readonly CacheProcess[]): Promise<string[]> {
  await expect.poll(() => processes.every(({ lines }) => lines.includes('ready'))).toBe(true)
  for (const { child } of processes) child.stdin!.write('go\n')
  return Promise.all(processes.map(({ ended }) => ended))
}

const begin = `
  say('ready')
  await new Promise((resolve) => process.stdin.once('data', resolve))`

function suite(share: () => SharedWith): void {
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
}
