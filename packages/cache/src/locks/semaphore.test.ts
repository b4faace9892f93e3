import { expect, test } from 'vitest'
import { Semaphore } from '../index.ts'

test('lets as many on as it has, then one for each post, who came first first', async () => {
  const semaphore = new Semaphore(2)
  const order: number[] = []
  const waits = [1, 2, 3, 4, 5].map(async (number) => {
    if (await semaphore.wait()) order.push(number)
  })
  expect(semaphore.count).toBe(-3)
  await Promise.resolve()
  semaphore.post()
  semaphore.post(2)
  await Promise.all(waits)
  expect(order).toEqual([1, 2, 3, 4, 5])
  expect(semaphore.count).toBe(0)
  semaphore.post(3)
  expect(semaphore.count).toBe(3)
})

test('who has waited for too long goes without, and takes no place', async () => {
  const semaphore = new Semaphore()
  expect(await semaphore.wait(0)).toBe(false)
  const [short, long] = [semaphore.wait(5), semaphore.wait()]
  expect(await short).toBe(false)
  expect(semaphore.count).toBe(-1)
  semaphore.post()
  expect(await long).toBe(true)
  expect(semaphore.count).toBe(0)
})

test.each([-1, 1.5, NaN])('%s is no count', (count) => {
  expect(() => new Semaphore(count)).toThrow(expect.objectContaining({ code: 'E_LOCK_INVALID' }))
  expect(() => new Semaphore().post(count)).toThrow(expect.objectContaining({ code: 'E_LOCK_INVALID' }))
})
