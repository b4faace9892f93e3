import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { CacheUnderTest } from './cache-under-test.ts'

export function rememberCases(context: CacheUnderTest): void {
  describe('remember', () => {
    test('computes once, and hands out what it has kept', async () => {
      let computed = 0
      const top = () => context.cache.remember('top', 60_000, () => ({ computed: ++computed }))
      expect([await top(), await top(), await context.cache.get('top')]).toEqual([
        { computed: 1 },
        { computed: 1 },
        { computed: 1 },
      ])
      await context.cache.forget('top')
      expect(await context.cache.rememberForever('top', () => ({ computed: ++computed }))).toEqual({
        computed: 2,
      })
    })

    test('however many ask at once', async () => {
      let computed = 0
      const other = context.elsewhere
      const values = await Promise.all(
        Array.from({ length: 200 }, (_, i) =>
          (i % 2 ? context.cache : other).remember('top', 60_000, async () => {
            computed += 1
            await turn()
            await turn()
            return { at: new Date(computed) }
          }),
        ),
      )
      expect(computed).toBe(1)
      expect(new Set(values.map(({ at }) => Number(at)))).toEqual(new Set([1]))
      expect(new Set(values.map(({ at }) => at)).size).toBe(200)
    })

    test('who waits gets the error of who computes, and the next one tries again', async () => {
      let computed = 0
      const other = context.elsewhere
      let giveUp = (): void => {}
      const allAreWaiting = new Promise<void>((resolve) => (giveUp = resolve))
      const fail = async () => {
        computed += 1
        await allAreWaiting
        throw new RangeError('no rows')
      }
      const asked = Promise.allSettled(
        Array.from({ length: 20 }, (_, i) => (i < 10 ? context.cache : other).remember('top', 60_000, fail)),
      )
      // What was asked before has reached the store when some questions behind it are answered.
      for (let i = 0; i < 10; i += 1) await other.get('another') // oxlint-disable-line no-await-in-loop -- one after the other
      giveUp()
      const ends = await asked
      expect(ends.every(({ status }) => status === 'rejected')).toBe(true)
      for (const end of ends) expect(String((end as PromiseRejectedResult).reason)).toContain('no rows')
      expect(computed).toBe(1)
      expect(await context.cache.remember('top', 60_000, () => 'well')).toBe('well')
    })

    test('undefined is not kept, null is', async () => {
      let computed = 0
      await context.cache.remember('a', 60_000, () => void (computed += 1))
      await context.cache.remember('a', 60_000, () => void (computed += 1))
      expect(computed).toBe(2)
      expect(await context.cache.remember('b', 60_000, () => null)).toBe(null)
      expect(await context.cache.remember('b', 60_000, () => null as number | null)).toBe(null)
      expect([await context.cache.has('a'), await context.cache.has('b')]).toEqual([false, true])
    })

    test('that there is nothing is remembered as long as it is said', async () => {
      let computed = 0
      const find = () =>
        context.cache.remember('user', 60_000, (): { id: number } | undefined => void (computed += 1), {
          absent: 20_000,
        })
      expect([await find(), await find()]).toEqual([undefined, undefined])
      expect([computed, await context.cache.get('user'), await context.cache.has('user')]).toEqual([
        1,
        undefined,
        false,
      ])
      const short = () =>
        context.cache.remember('other', 60_000, () => ((computed += 10), null), { absent: 20 })
      expect(await short()).toBe(null)
      await context.eventually(() => context.cache.has('other')).toBe(false)
    })

    test('what is forgotten while it is made is not kept', async () => {
      const computing = context.cache.remember('top', 60_000, async () => {
        await context.cache.forget('top')
        return 'old'
      })
      expect(await computing).toBe('old')
      expect(await context.cache.get('top')).toBeUndefined()
    })

    test('what is set while it is made stays', async () => {
      await context.cache.remember('top', 60_000, async () => {
        await context.cache.set('top', 'new')
        return 'old'
      })
      expect(await context.cache.get('top')).toBe('new')
    })

    test('who asks after it was forgotten does not get what was begun before', async () => {
      let letGo!: (value: string) => void
      const gate = new Promise<string>((resolve) => (letGo = resolve))
      let isBegun = false
      const before = context.cache.remember('top', 60_000, () => {
        isBegun = true
        return gate
      })
      await expect.poll(() => isBegun).toBe(true)
      await context.cache.forget('top')
      expect(await context.cache.remember('top', 60_000, () => 'new')).toBe('new')
      letGo('old')
      expect(await before).toBe('old')
      expect(await context.cache.get('top')).toBe('new')
    })
  })
}
