import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { describe, expect, onTestFinished } from 'vitest'
import { memoryFolder } from '../dictionary/shared-process.fixture.ts'
import {
  connectRedis,
  redisPrefix,
  redisUrl,
  removeTestKeys,
  whyNoRedis,
} from '../limiters/testing/contract/redis-server.ts'
import type { CacheProcess, SharedWith } from './cache-process.fixture.ts'

const reason = await whyNoRedis()

/** Runs tests whose processes share a dictionary, and those whose processes share Redis. `share` is called once in each. */
export function describeAmongProcesses(suite: (share: () => SharedWith) => void): void {
  describe('among the processes of a machine', () => {
    suite(() => {
      const folder = memoryFolder()
      onTestFinished(() => rmSync(folder, { recursive: true }))
      return { folder }
    })
  })
  if (reason !== null) console.warn(`skipped: among machines, by Redis: ${reason}`)
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
