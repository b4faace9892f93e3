import * as fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { connectRedis, describeWithRedis, redisPrefix, removeTestKeys } from '#fixtures/redis-server.ts'
import {
  Limiter,
  MemoryLimiterStore,
  RedisLimiterStore,
  takeAll,
  type Charge,
  type Decision,
  type LimiterOptions,
  type LimiterStore,
} from '../../index.ts'

const limits: readonly LimiterOptions[] = [
  { perSecond: 3, burst: 2 },
  { perMinute: 7, burst: 4, delay: true },
  { count: 3, window: 1000 },
  { count: 4, slidingWindow: 700 },
  { count: 3, slidingWindow: 7 },
  { concurrent: 2, lease: 900 },
]

/** At the same moment, in both stores: a request at some of the limiters, or the release of one before. */
const step = fc.record({
  // Backwards too, as a clock may go.
  passesMs: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: -3000, max: 3000 })),
  costs: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: limits.length, maxLength: limits.length }),
  key: fc.constantFrom('ada', 'bob'),
  releases: fc.option(fc.nat(), { freq: 3 }),
  resets: fc.option(fc.nat({ max: limits.length - 1 }), { freq: 10 }),
})

class Side {
  readonly #limiters: readonly Limiter[]
  readonly #decisions: Decision[] = []

  constructor(store: LimiterStore) {
    this.#limiters = limits.map((limit, index) => new Limiter(store, `limit-${index}`, limit))
  }

  async run({ costs, key, releases, resets }: typeof step extends fc.Arbitrary<infer Step> ? Step : never) {
    if (resets !== null) await this.#limiters[resets]?.reset(key)
    if (releases !== null) await this.#decisions[releases % this.#decisions.length]?.release()
    const charges = this.#limiters.flatMap((limiter, index): Charge[] => {
      const cost = costs[index] ?? 0
      return cost === 0 ? [] : [limiter.charge(key, limiter.rule.kind === 'concurrent' ? 1 : cost)]
    })
    const [first, ...others] = charges
    if (first === undefined) return []
    const decision = await takeAll([first, ...others])
    this.#decisions.push(decision)
    return decision.verdicts
  }
}

await describeWithRedis('limiters in Redis and memory', () => {
  const redis = connectRedis()
  afterAll(async () => {
    await removeTestKeys(redis)
    redis.disconnect()
  })

  test('whatever happens in whatever order, Redis and memory say the same', async () => {
    let run = 0
    await redis.connect()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        let now = 1_800_000_000_000
        const clock = () => now
        const prefix = `${redisPrefix}${run++}:`
        const memory = new Side(new MemoryLimiterStore({ clock }))
        const remote = new Side(new RedisLimiterStore(redis, { clock, prefix, timeoutMs: 60_000 }))
        for (const one of steps) {
          now += one.passesMs
          const said = await memory.run(one) // oxlint-disable-line no-await-in-loop -- one after the other
          expect(await remote.run(one)).toEqual(said) // oxlint-disable-line no-await-in-loop -- one after the other
        }
      }),
      { numRuns: 100 },
    )
  })
})
