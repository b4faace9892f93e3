import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { CacheUnderTest } from './cache-under-test.ts'

export function flexibleCases(context: CacheUnderTest): void {
  describe('flexible', () => {
    test('hands out what is stale, and one makes it anew', async () => {
      let computed = 0
      let mayEnd: Promise<unknown> | undefined
      const rates = () =>
        context.cache.flexible('rates', { fresh: 1000, stale: 600_000 }, async () => {
          const value = { computed: ++computed }
          await mayEnd
          return value
        })
      expect([await rates(), await rates()]).toEqual([{ computed: 1 }, { computed: 1 }])
      context.now += 1001
      // Until all three are answered: one that reads late would rightly find what is new.
      let end = (): void => {}
      mayEnd = new Promise<void>((resolve) => (end = resolve))
      expect(await Promise.all([rates(), rates(), rates()])).toEqual(
        [1, 1, 1].map((one) => ({ computed: one })),
      )
      end()
      await expect.poll(rates).toEqual({ computed: 2 })
      expect(computed).toBe(2)
    })

    test('when that fails the stale one stays, and the next one tries again', async () => {
      let isDown = false
      const rates = () =>
        context.cache.flexible('rates', { fresh: 1000, stale: 600_000 }, () => {
          if (isDown) throw new Error('down')
          return { at: context.now }
        })
      const first = await rates()
      context.now += 1001
      isDown = true
      expect(await rates()).toEqual(first)
      await turn()
      expect(await rates()).toEqual(first)
      isDown = false
      await expect.poll(async () => (await rates()).at).toBe(context.now)
    })
  })
}
