import { expect, test } from 'vitest'
import { describeAmongProcesses } from '../cache/among-processes.fixture.ts'
import { startCacheProcess, type CacheProcess } from '../cache/cache-process.fixture.ts'

const kills = 100
const ttl = 400

// Each adds under the lock what it has read, a turn later: two at once would lose one of their additions.
const worker = `
  const lock = new vanillin.Lock(lockStore, 'sum', { ttl: ${ttl}, wait: 60_000 })
  say('running')
  for (;;) {
    await lock.run(async () => {
      const before = (await cache.get('sum')) ?? 0
      await new Promise((resolve) => setImmediate(resolve))
      await cache.set('sum', before + 1)
      await cache.increment('additions')
    })
  }`

await describeAmongProcesses((share) => {
  test(
    `holders that are killed ${kills} times: nobody runs beside another, and no lock outlives its time`,
    { timeout: 900_000 },
    async () => {
      const shared = share()
      const workers: CacheProcess[] = [startCacheProcess(shared, worker), startCacheProcess(shared, worker)]
      const watcher = startCacheProcess(
        shared,
        `process.stdin.on('data', async () => say(JSON.stringify([await cache.get('sum') ?? 0, await cache.get('additions') ?? 0])))
         await new Promise(() => setInterval(() => {}, 1000))`,
      )
      const look = async (): Promise<[sum: number, additions: number]> => {
        const before = watcher.lines.length
        watcher.child.stdin!.write('look\n')
        await expect.poll(() => watcher.lines.length, { interval: 2 }).toBeGreaterThan(before)
        return JSON.parse(watcher.lines.at(-1)!) as [number, number]
      }
      let killed = 0
      for (let round = 0; round < kills; round += 1) {
        // oxlint-disable no-await-in-loop -- one after the other
        const [sum] = await look()
        // It goes on within the time of a lock, whoever was killed before.
        const since = performance.now()
        await expect.poll(async () => (await look())[0], { interval: 5 }).toBeGreaterThan(sum)
        expect(performance.now() - since).toBeLessThan(ttl + 15_000)
        const victim = workers.shift()!
        victim.child.kill('SIGKILL')
        await victim.ended
        killed += 1
        workers.push(startCacheProcess(shared, worker))
        // oxlint-enable no-await-in-loop
      }
      for (const { child } of workers) child.kill('SIGKILL')
      await Promise.all(workers.map(({ ended }) => ended))
      const [sum, additions] = await look()
      watcher.child.kill('SIGKILL')
      await watcher.ended
      // Who was killed between the two writes has written the sum alone.
      expect(sum).toBeGreaterThanOrEqual(additions)
      expect(sum - additions).toBeLessThanOrEqual(killed + 2)
    },
  )
})
