import { createApp, defineRoutes, hours, minutes, seconds, type Application } from 'vanillin'
import { cache, lock, shared } from 'vanillin/cache'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { evaluate } from './migration-map/run-code.ts'
import { readRows } from './migration-map/rows.ts'

const ours = ['the shared dictionary', '`cache`', 'Vanillin', 'here']

/** Each span of code that is a whole line of ours. */
const lines = readRows('docs/migration/caches.md').flatMap(({ place, cells }) =>
  ours.flatMap((column) =>
    Array.from(cells[column]?.matchAll(/`([^`]+)`/g) ?? [], ([, code = '']) => ({ place, code })).filter(
      ({ code }) => /^(await |\(await |shared[(<])/.test(code) && !code.includes('...'),
    ),
  ),
)

/** What each gives where `k` is 1. */
const values: Record<string, unknown> = {
  "shared('app').get('k')": 1,
  "shared('app').set('k', v, { ttl: seconds(60) })": { stored: true, forcible: false },
  "shared('app').add('k', v, { ttl: seconds(60) })": { stored: false, reason: 'exists' },
  "shared('app').has('k')": true,
  "shared('app').delete('k')": true,
  "shared<number>('app').increment('k', 1)": 2,
  "shared('app').flushAll()": undefined,
  "await cache.get('k')": 1,
  "(await cache.get('k')) ?? 'default'": 1,
  "await cache.set('k', v, seconds(60))": true,
  "await cache.set('k', v)": true,
  "await cache.add('k', v, seconds(60))": false,
  "await cache.add('k', v)": false,
  "await cache.has('k')": true,
  "await cache.forget('k')": true,
  "await cache.pull('k')": 1,
  "await cache.increment('k', 1)": 2,
  "await cache.increment('k', 2)": 3,
  "await cache.many(['a', 'b'])": Object.assign(Object.create(null) as object, {
    a: undefined,
    b: undefined,
  }),
  'await cache.flush()': undefined,
  "await cache.remember('k', seconds(60), make)": 1,
  "await cache.rememberForever('k', make)": 1,
  "await cache.flexible('k', { fresh: seconds(60), stale: hours(1) }, make)": 1,
  "await cache.tags('posts').set('k', v)": true,
  "await cache.tags('posts').flush()": undefined,
  "await lock('name', { ttl: minutes(1) }).run(work)": 'done',
  "await lock('name').run(work)": 'done',
  "await lock('k', { ttl: minutes(1) }).runIfFree(work)": { result: 'done' },
  "await lock('k', { wait: seconds(5) }).run(work)": 'done',
}

let app: Application
beforeAll(async () => {
  app = createApp({ app: { name: 'Guide', log: { level: 'silent' } } }, [cache(), defineRoutes(() => {})])
  await app.boot()
})
afterAll(() => app.shutdown())
beforeEach(async () => {
  await cache.flush()
  await cache.set('k', 1)
  shared('app').set('k', 1)
})

test.each(lines)('$code ($place)', async ({ code }) => {
  const scope = {
    cache,
    lock,
    shared,
    hours,
    minutes,
    seconds,
    v: { a: 1 },
    make: () => 2,
    work: () => 'done',
  }
  expect(Object.keys(values)).toContain(code)
  expect(await (evaluate(`(async () => (${code}))()`, scope) as Promise<unknown>)).toEqual(values[code])
})

test('every value belongs to a line', () => {
  expect(lines.map(({ code }) => code)).toEqual(expect.arrayContaining(Object.keys(values)))
})
