import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

const LONG_MS = 60_000

test('one after another is let in, in the order in which they came', async () => {
  const turns = new Turns()
  const order: number[] = []
  let inside = 0
  await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const leave = await turns.take('a', LONG_MS)
      inside += 1
      expect(inside).toBe(1)
      await new Promise((resolve) => setImmediate(resolve))
      order.push(index)
      inside -= 1
      leave!()
    }),
  )
  expect(order).toEqual(Array.from({ length: 20 }, (_, index) => index))
})

test('who finds nobody is let in at once, beside those of other keys', () => {
  const turns = new Turns()
  const one = turns.take('a', LONG_MS)
  const other = turns.take('b', LONG_MS)
  expect([one, other]).toEqual([expect.any(Function), expect.any(Function)])
})

test('whose time is over gives up, and keeps nobody behind him from it', async () => {
  const turns = new Turns()
  const leave = turns.take('a', LONG_MS) as () => void
  const late = turns.take('a', 5)
  const patient = turns.take('a', LONG_MS)
  expect(await late).toBeUndefined()
  leave()
  expect(await patient).toBeTypeOf('function')
})

test('who leaves twice lets in one', async () => {
  const turns = new Turns()
  const leave = turns.take('a', LONG_MS) as () => void
  const second = turns.take('a', LONG_MS)
  const third = turns.take('a', 5)
  leave()
  leave()
  expect(await second).toBeTypeOf('function')
  expect(await third).toBeUndefined()
})
