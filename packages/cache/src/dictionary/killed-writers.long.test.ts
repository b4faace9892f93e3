import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { SharedDictionary } from '../index.ts'
import { memoryFolder, startProcess } from './shared-process.fixture.ts'

const kills = 200
const keys = 50

// Values, lists, transfers between counters and what the dictionary counts of itself change together in one write: each must be there as a whole or not at all.
const writer = `
  say('writing')
  const keys = ${keys}
  for (let i = 0; ; i += 1) {
    dictionary.increment('a')
    dictionary.transaction(() => {
      dictionary.increment('ada', -(i % 7))
      dictionary.increment('bob', i % 7)
    })
    dictionary.set('text ' + (i % keys), 'x'.repeat(i % 3_000))
    dictionary.pushBack('list', i)
    if (i % 3 > 0) dictionary.popFront('list')
    if (i % 200 === 0) dictionary.delete('list')
    dictionary.delete('text ' + ((i * 7) % keys))
  }`

test(
  `writers that are killed ${kills} times leave a whole dictionary behind`,
  { timeout: 600_000 },
  async () => {
    const folder = memoryFolder()
    const dictionary = SharedDictionary.open('test', { folder, maxBytes: 200_000 })
    onTestFinished(async () => {
      await dictionary.close()
      rmSync(folder, { recursive: true })
    })
    let before = 0
    for (let count = 0; count < kills; count += 1) {
      const child = startProcess(folder, writer, 200_000)
      // oxlint-disable no-await-in-loop -- one after the other
      await once(child.stdout!, 'data')
      const from = dictionary.get('a') ?? 0
      await expect
        .poll(() => Number(dictionary.get('a')) - Number(from), { interval: 1 })
        .toBeGreaterThan(count % 50)
      child.kill('SIGKILL')
      await once(child, 'exit')
      // oxlint-enable no-await-in-loop
      const after = dictionary.increment('a')
      expect(after).toBeGreaterThan(before)
      before = after
      expect(Number(dictionary.get('ada') ?? 0) + Number(dictionary.get('bob') ?? 0)).toBe(0)
      for (const key of dictionary.keys(0)) {
        if (key.startsWith('text')) expect(dictionary.get(key)).toMatch(/^x*$/)
      }
      const length = dictionary.length('list')
      let popped = 0
      while (dictionary.popFront('list') !== undefined) popped += 1
      expect(popped).toBe(length)
    }
    const free = dictionary.capacity - dictionary.freeSpace
    for (const key of dictionary.keys(0)) dictionary.delete(key)
    expect(free).toBeGreaterThan(0)
    expect(dictionary.freeSpace).toBe(dictionary.capacity)
  },
)
