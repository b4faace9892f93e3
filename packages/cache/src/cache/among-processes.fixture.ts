import { rmSync } from 'node:fs'
import { describe, expect, onTestFinished } from 'vitest'
import {
  connectRedis,
  describeWithRedis,
  newRedisPrefix,
  redisUrl,
  removeTestKeys,
} from '#fixtures/redis-server.ts'
import { memoryFolder } from '../dictionary/shared-process.fixture.ts'
import { startCacheProcess, type CacheProcess, type SharedWith } from './cache-process.fixture.ts'

/** Runs tests whose processes share a dictionary, and those whose processes share Redis. `share` is called once in each. */
export async function describeAmongProcesses(suite: (share: () => SharedWith) => void): Promise<void> {
  describe('among the processes of a machine', () => {
    suite(() => {
      const folder = memoryFolder()
      onTestFinished(() => rmSync(folder, { recursive: true }))
      return { folder }
    })
  })
  await describeWithRedis('among machines, by Redis', () => {
    suite(() => {
      const redis = connectRedis()
      onTestFinished(async () => {
        await removeTestKeys(redis)
        redis.disconnect()
      })
      return { redisUrl, prefix: newRedisPrefix() }
    })
  })
}

/** For the beginning of a process that {@link runTogether} runs. */
export const begin = `
  say('ready')
  await new Promise((resolve) => process.stdin.once('data', resolve))`

/** All are ready before one begins. Answers the last line of each. */
export async function runTogether(processes: readonly CacheProcess[]): Promise<string[]> {
  await expect.poll(() => processes.every(({ lines }) => lines.includes('ready'))).toBe(true)
  for (const { child } of processes) child.stdin!.write('go\n')
  return Promise.all(processes.map(({ ended }) => ended))
}

/** That 1,000 who miss one key, in two processes, compute it once. */
export async function expectOneComputation(shared: SharedWith): Promise<void> {
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
}
