import { rmSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { SharedDictionary } from '../index.ts'
import { endOf, memoryFolder, startProcess } from './shared-process.fixture.ts'

function open(): { folder: string; dictionary: SharedDictionary<number> } {
  const folder = memoryFolder()
  const dictionary = SharedDictionary.open<number>('test', { folder, maxBytes: 1_000_000 })
  onTestFinished(async () => {
    await dictionary.close()
    rmSync(folder, { recursive: true })
  })
  return { folder, dictionary }
}

test('three processes count together, and no count is lost', async () => {
  const { folder, dictionary } = open()
  const count = `for (let i = 0; i < 20_000; i += 1) dictionary.increment('seen')`
  const ends = await Promise.all([1, 2, 3].map(() => endOf(startProcess(folder, count))))
  expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0])
  expect(dictionary.get('seen')).toBe(60_000)
})

test('of many that add the same key one succeeds', async () => {
  const { folder } = open()
  const race = `
    let won = 0
    for (let i = 0; i < 2_000; i += 1) if (dictionary.add('key ' + i, process.pid).stored) won += 1
    say(String(won))`
  const ends = await Promise.all([1, 2, 3].map(() => endOf(startProcess(folder, race))))
  expect(ends.reduce((sum, { output }) => sum + Number(output), 0)).toBe(2_000)
})

test('what one process says it has written, another reads in the same moment', async () => {
  const { folder, dictionary } = open()
  const child = startProcess(
    folder,
    `for (let i = 1; i <= 2_000; i += 1) { dictionary.set('at', i); process.stdout.write(i + '\\n') }`,
  )
  let seen = 0
  let rest = ''
  for await (const chunk of child.stdout!) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop()!
    for (const line of lines) {
      seen += 1
      expect(dictionary.get('at')).toBeGreaterThanOrEqual(Number(line))
    }
  }
  expect(seen).toBe(2_000)
})

test('a list hands each value to one process', async () => {
  const { folder, dictionary } = open()
  for (let index = 0; index < 3_000; index += 1) dictionary.pushBack('work', index)
  const take = `
    const taken = []
    for (let value = dictionary.popFront('work'); value !== undefined; value = dictionary.popFront('work')) taken.push(value)
    say(JSON.stringify(taken))`
  const ends = await Promise.all([1, 2].map(() => endOf(startProcess(folder, take))))
  const taken = ends.flatMap(({ output }) => JSON.parse(output) as number[])
  expect(taken.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 3_000 }, (_, index) => index))
})
