import { expect, test } from 'vitest'
import { Believed } from './believed.ts'

test('what was found is believed, what failed is looked for again, and many who ask at once are one look', async () => {
  const believed = new Believed<number>(60_000)
  let looks = 0
  const look = (): Promise<number> => Promise.resolve(++looks)
  expect(await Promise.all([believed.get('a', look), believed.get('a', look)])).toEqual([1, 1])
  expect(await believed.get('a', look)).toBe(1)
  expect(await believed.get('b', look)).toBe(2)
  await expect(believed.get('c', () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk')
  expect(await believed.get('c', look)).toBe(3)
})

test('with no time to believe it looks each time, and with a short one after it', async () => {
  let looks = 0
  const look = (): Promise<number> => Promise.resolve(++looks)
  const never = new Believed<number>(0)
  await never.get('a', look)
  expect(await never.get('a', look)).toBe(2)
  const shortly = new Believed<number>(0.001)
  await shortly.get('a', look)
  await new Promise((resolve) => setImmediate(resolve))
  expect(await shortly.get('a', look)).toBe(4)
})

test('names that are made up do not fill the memory', async () => {
  const believed = new Believed<string>(60_000)
  for (let i = 0; i < 10_001; i++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await believed.get(`/${i}`, () => Promise.resolve('first'))
  }
  expect(await believed.get('/0', () => Promise.resolve('looked for again'))).toBe('looked for again')
  const long = 'x'.repeat(1_025)
  await believed.get(long, () => Promise.resolve('first'))
  expect(await believed.get(long, () => Promise.resolve('looked for again'))).toBe('looked for again')
})
