import { beforeEach, describe, expect, test } from 'vitest'
import type { Clock, LimiterOptions, LimiterStore } from '../../../index.ts'
import { Limiter, takeAll } from '../../../index.ts'

/** Makes an empty store that goes by this clock. */
export type CreateLimiterStore = (clock: Clock) => LimiterStore

/** What every store must do, whatever it is made of. */
export function describeLimiterStore(name: string, create: CreateLimiterStore): void {
  describe(`limiters in ${name}`, () => {
    let now: number
    let store: LimiterStore

    beforeEach(() => {
      // A round number, so that steps of a sliding window begin with it.
      now = 1_800_000_000_000
      store = create(() => now)
    })

    const limiter = (options: LimiterOptions, label = 'limit') => new Limiter(store, label, options)

    /** How many of so many requests are allowed at this moment. */
    async function allowedOf(count: number, by: Limiter, key = 'ada'): Promise<number> {
      let allowed = 0
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      for (let i = 0; i < count; i++) if ((await by.take(key)).allowed) allowed++
      return allowed
    }

    async function verdict(by: Limiter, key = 'ada', cost = 1) {
      const { verdicts } = await by.take(key, cost)
      const [first] = verdicts
      if (first === undefined) throw new Error('There is no verdict.')
      return first
    }

    describe('a rate', () => {
      test('lets the burst through at once, then one each interval', async () => {
        const rate = limiter({ perSecond: 10, burst: 4 })
        expect(await allowedOf(10, rate)).toBe(5)
        now += 99
        expect(await allowedOf(3, rate)).toBe(0)
        now += 1
        expect(await allowedOf(3, rate)).toBe(1)
        now += 250
        expect(await allowedOf(5, rate)).toBe(2)
        now += 60_000
        expect(await allowedOf(10, rate)).toBe(5)
      })

      test('says what is left, when all is back, and when to come again', async () => {
        const rate = limiter({ perSecond: 10, burst: 1 })
        expect(await verdict(rate)).toEqual({
          allowed: true,
          limit: 2,
          remaining: 1,
          resetMs: 100,
          retryAfterMs: 0,
          delayMs: 0,
        })
        expect(await verdict(rate)).toMatchObject({ allowed: true, remaining: 0, resetMs: 200 })
        now += 30
        expect(await verdict(rate)).toEqual({
          allowed: false,
          limit: 2,
          remaining: 0,
          resetMs: 170,
          retryAfterMs: 70,
          delayMs: 0,
        })
        now += 70
        expect(await verdict(rate)).toMatchObject({ allowed: true, remaining: 0 })
      })

      test('with delay says how long to wait, so that requests leave at the rate', async () => {
        const rate = limiter({ perSecond: 10, burst: 3, delay: true })
        const delays = [await verdict(rate), await verdict(rate), await verdict(rate), await verdict(rate)]
        expect(delays.map(({ delayMs }) => delayMs)).toEqual([0, 100, 200, 300])
        now += 50
        expect(await verdict(rate)).toMatchObject({ allowed: false, delayMs: 0 })
        now += 50
        expect(await verdict(rate)).toMatchObject({ allowed: true, delayMs: 300 })
      })

      test('is exact for intervals that are no whole milliseconds', async () => {
        const rate = limiter({ perMinute: 7, burst: 0 })
        let allowed = 0
        for (let i = 0; i < 120; i++) {
          allowed += await allowedOf(1, rate) // oxlint-disable-line no-await-in-loop -- time passes in between
          now += 1000
        }
        // Each interval of 8571.4 ms is rounded up to the next second.
        expect(allowed).toBe(14)
      })

      test('takes a request that costs more', async () => {
        const rate = limiter({ perSecond: 10 })
        expect(await verdict(rate, 'ada', 8)).toMatchObject({ allowed: true, remaining: 2 })
        expect(await verdict(rate, 'ada', 4)).toMatchObject({
          allowed: false,
          remaining: 2,
          retryAfterMs: 200,
        })
        expect(await verdict(rate, 'ada', 2)).toMatchObject({ allowed: true, remaining: 0 })
      })
    })

    describe('a count in a window', () => {
      test('begins with the first request and begins anew at its end', async () => {
        const count = limiter({ count: 3, window: 60_000 })
        expect(await allowedOf(5, count)).toBe(3)
        now += 59_999
        expect(await allowedOf(5, count)).toBe(0)
        now += 1
        expect(await allowedOf(5, count)).toBe(3)
      })

      test('says what is left, when all is back, and when to come again', async () => {
        const count = limiter({ count: 2, window: 60_000 })
        expect(await verdict(count)).toEqual({
          allowed: true,
          limit: 2,
          remaining: 1,
          resetMs: 60_000,
          retryAfterMs: 0,
          delayMs: 0,
        })
        now += 10_000
        expect(await verdict(count)).toMatchObject({ remaining: 0, resetMs: 50_000 })
        expect(await verdict(count)).toEqual({
          allowed: false,
          limit: 2,
          remaining: 0,
          resetMs: 50_000,
          retryAfterMs: 50_000,
          delayMs: 0,
        })
      })

      test('is not lengthened by those who are refused', async () => {
        const count = limiter({ count: 1, window: 1000 })
        expect(await allowedOf(1, count)).toBe(1)
        now += 900
        expect(await allowedOf(100, count)).toBe(0)
        now += 100
        expect(await allowedOf(1, count)).toBe(1)
      })
    })

    describe('a count in a sliding window', () => {
      test('never allows more in any span of its length, and gives back within a twentieth of it', async () => {
        const sliding = limiter({ count: 5, slidingWindow: 2000 })
        const allowedAt: number[] = []
        const start = now
        while (now - start < 20_000) {
          const tries = (now / 37) % 4 < 1 ? 3 : 1
          const passed = await allowedOf(tries, sliding) // oxlint-disable-line no-await-in-loop -- time passes in between
          for (let i = 0; i < passed; i++) allowedAt.push(now)
          now += 37
        }
        for (const [index, time] of allowedAt.entries()) {
          const span = allowedAt.slice(index).filter((other) => other < time + 2000)
          expect(span.length).toBeLessThanOrEqual(5)
        }
        // Five in each 2100 ms: nobody asks later than 37 ms after something is free.
        expect(allowedAt.length).toBeGreaterThanOrEqual(45)
      })

      test('says what is left, when all is back, and when to come again', async () => {
        const sliding = limiter({ count: 3, slidingWindow: 2000 })
        expect(await verdict(sliding)).toMatchObject({ allowed: true, limit: 3, remaining: 2, resetMs: 2100 })
        now += 1000
        expect(await verdict(sliding, 'ada', 2)).toMatchObject({ allowed: true, remaining: 0, resetMs: 2100 })
        expect(await verdict(sliding)).toMatchObject({
          allowed: false,
          retryAfterMs: 1100,
          resetMs: 2100,
          delayMs: 0,
        })
        expect(await verdict(sliding, 'ada', 2)).toMatchObject({ allowed: false, retryAfterMs: 2100 })
        now += 1100
        expect(await verdict(sliding)).toMatchObject({ allowed: true, remaining: 0 })
      })
    })

    describe('requests at the same time', () => {
      test('are let in as others leave', async () => {
        const busy = limiter({ concurrent: 2 })
        const first = await busy.take('ada')
        const second = await busy.take('ada')
        expect([first.allowed, second.allowed, first.remaining, second.remaining]).toEqual([true, true, 1, 0])
        expect((await busy.take('ada')).verdicts[0]).toEqual({
          allowed: false,
          limit: 2,
          remaining: 0,
          resetMs: 0,
          retryAfterMs: 1000,
          delayMs: 0,
        })
        await first.release()
        expect((await busy.take('ada')).allowed).toBe(true)
        expect((await busy.take('ada')).allowed).toBe(false)
      })

      test('give back once, however often they say so', async () => {
        const busy = limiter({ concurrent: 2 })
        const first = await busy.take('ada')
        await busy.take('ada')
        await first.release()
        await first.release()
        expect(await allowedOf(5, busy)).toBe(1)
      })

      test('whose process died count no more when their lease is over', async () => {
        const busy = limiter({ concurrent: 2, lease: 5000 })
        const dead = await busy.take('ada')
        now += 3000
        await busy.take('ada')
        now += 1999
        expect(await allowedOf(1, busy)).toBe(0)
        now += 1
        expect(await allowedOf(3, busy)).toBe(1)
        await dead.release()
        expect(await allowedOf(1, busy)).toBe(0)
      })

      test('that are renewed count on, those that were given back do not', async () => {
        const busy = limiter({ concurrent: 1, lease: 5000 })
        const long = await busy.take('ada')
        expect(long.leaseMs).toBe(5000)
        now += 4000
        await long.renew()
        now += 4000
        expect(await allowedOf(1, busy)).toBe(0)
        now += 1000
        const next = await busy.take('ada')
        expect(next.allowed).toBe(true)
        await long.renew()
        await next.release()
        await next.renew()
        expect([next.leaseMs, await allowedOf(2, busy)]).toEqual([undefined, 1])
      })

      test('that were refused have nothing to give back', async () => {
        const busy = limiter({ concurrent: 1 })
        await busy.take('ada')
        const refused = await busy.take('ada')
        expect(refused.isHeld).toBe(false)
        await refused.release()
        expect(await allowedOf(1, busy)).toBe(0)
      })
    })

    describe('several limits', () => {
      test('are charged all or none', async () => {
        const wide = limiter({ count: 10, window: 60_000 }, 'wide')
        const narrow = limiter({ count: 2, window: 60_000 }, 'narrow')
        const rate = limiter({ perMinute: 10 }, 'rate')
        const sliding = limiter({ count: 10, slidingWindow: 60_000 }, 'sliding')
        const busy = limiter({ concurrent: 10 }, 'busy')
        const all = () =>
          takeAll([
            wide.charge('w'),
            rate.charge('r'),
            sliding.charge('s'),
            busy.charge('b'),
            narrow.charge('n'),
          ])
        expect([(await all()).allowed, (await all()).allowed]).toEqual([true, true])
        for (let i = 0; i < 5; i++) {
          const refused = await all() // oxlint-disable-line no-await-in-loop -- one after the other
          expect(refused.allowed).toBe(false)
          expect(refused.verdicts.map(({ allowed, remaining }) => [allowed, remaining])).toEqual([
            [true, 8],
            [true, 8],
            [true, 8],
            [true, 8],
            [false, 0],
          ])
          expect(refused.retryAfterMs).toBe(60_000)
        }
        expect(await allowedOf(20, wide, 'w')).toBe(8)
        expect(await allowedOf(20, rate, 'r')).toBe(8)
        expect(await allowedOf(20, sliding, 's')).toBe(8)
        expect(await allowedOf(20, busy, 'b')).toBe(8)
      })

      test('a request that one of them refuses begins no window of another', async () => {
        const count = limiter({ count: 2, window: 1000 }, 'count')
        const full = limiter({ count: 1, window: 60_000 }, 'full')
        await takeAll([count.charge('a'), full.charge('b')])
        now += 1000
        expect((await takeAll([count.charge('a'), full.charge('b')])).allowed).toBe(false)
        now += 500
        expect(await verdict(count, 'a')).toMatchObject({ remaining: 1, resetMs: 1000 })
      })

      test('give all leases back', async () => {
        const one = limiter({ concurrent: 1 }, 'one')
        const other = limiter({ concurrent: 1 }, 'other')
        const decision = await takeAll([one.charge('a'), other.charge('b')])
        await decision.release()
        expect((await takeAll([one.charge('a'), other.charge('b')])).allowed).toBe(true)
      })
    })

    test('keys do not see each other, nor do names, nor other numbers', async () => {
      const count = limiter({ count: 2, window: 60_000 })
      expect(await allowedOf(5, count, 'ada')).toBe(2)
      expect(await allowedOf(5, count, 'bob')).toBe(2)
      expect(await allowedOf(5, limiter({ count: 2, window: 60_000 }, 'other'), 'ada')).toBe(2)
      expect(await allowedOf(5, limiter({ count: 3, window: 60_000 }), 'ada')).toBe(3)
      expect(await allowedOf(5, limiter({ count: 2, slidingWindow: 60_000 }), 'ada')).toBe(2)
      expect(await allowedOf(5, limiter({ count: 2, window: 60_000 }), 'ada')).toBe(0)
    })

    test('keys may be long and hold anything', async () => {
      const count = limiter({ count: 1, window: 60_000 })
      for (const key of [
        '',
        ' ',
        'ü\n\0"',
        'x'.repeat(100_000),
        `${'x'.repeat(100_000)}y`,
        '{a}',
        '__proto__',
      ]) {
        expect(await allowedOf(3, count, key)).toBe(1) // oxlint-disable-line no-await-in-loop -- one after the other
      }
    })

    test.each<LimiterOptions>([
      { perSecond: 2 },
      { count: 2, window: 1000 },
      { count: 2, slidingWindow: 1000 },
      { concurrent: 2 },
    ])('a reset of %j forgets one key', async (options) => {
      const some = limiter(options)
      expect([await allowedOf(3, some, 'ada'), await allowedOf(3, some, 'bob')]).toEqual([2, 2])
      await some.reset('ada')
      expect([await allowedOf(3, some, 'ada'), await allowedOf(3, some, 'bob')]).toEqual([2, 0])
    })

    test.each<LimiterOptions>([
      { perSecond: 2 },
      { count: 2, window: 1000 },
      { count: 2, slidingWindow: 1000 },
      { concurrent: 2, lease: 1000 },
    ])('a clock that went back an hour keeps nobody out for it: %j', async (options) => {
      const some = limiter(options)
      expect(await allowedOf(3, some)).toBe(2)
      now -= 3_600_000
      expect(await allowedOf(3, some)).toBe(0)
      now += 1100
      expect(await allowedOf(3, some)).toBe(2)
    })

    test.each<LimiterOptions>([
      { perHour: 50 },
      { count: 50, window: 3_600_000 },
      { count: 50, slidingWindow: 3_600_000 },
      { concurrent: 50 },
    ])('many at once are counted to the last one: %j', async (options) => {
      const some = limiter(options)
      const decisions = await Promise.all(Array.from({ length: 500 }, async () => some.take('ada')))
      expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(50)
    })
  })
}
