import { rmSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { SharedDictionary } from '../index.ts'
import { endOf, memoryFolder, startProcess } from './shared-process.fixture.ts'

test('300 openings take nothing from 60,000 increments of other processes', async () => {
  const folder = memoryFolder()
  const dictionary = SharedDictionary.open<number>('test', { folder, maxBytes: 1_000_000 })
  onTestFinished(async () => {
    await dictionary.close()
    rmSync(folder, { recursive: true })
  })
  const count = `for (let i = 0; i < 30_000; i += 1) dictionary.increment('seen')`
  // A process that has it open shares that, so it is closed first.
  const reopen = `
    await dictionary.close()
    for (let i = 0; i < 150; i += 1)
      await SharedDictionary.open('test', { folder: ${JSON.stringify(folder)}, maxBytes: 1_000_000 }).close()`
  const ends = await Promise.all(
    [count, count, reopen, reopen].map((body) => endOf(startProcess(folder, body))),
  )
  expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0])
  expect(dictionary.get('seen')).toBe(60_000)
})
