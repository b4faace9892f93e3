import './app-folder.ts'
import { createApp } from 'vanillin'
import { cache } from 'vanillin/cache'
import { testApp } from 'vanillin/testing'
import { afterAll, beforeEach, expect, test } from 'vitest'
import config from '../config/app.ts'
import cacheConfig from '../config/cache.ts'
import routes from '../routes.ts'

const app = await testApp()
// Another worker, as far as what is shared goes.
const other = createApp({ app: { ...config, log: { level: 'silent' } }, cache: cacheConfig }, [
  cache(),
  routes,
])
await other.boot()
afterAll(() => other.shutdown())

beforeEach(async () => void (await app.fetch('/reset', { method: 'POST', redirect: 'manual' })))

async function view(slug: string, by: { fetch: typeof other.fetch } = app): Promise<string> {
  const page = await (await by.fetch(`/pages/${slug}`)).text()
  return /Seen (\d+) times?/.exec(page)?.[1] ?? page
}

test('a view counts for all workers', async () => {
  expect([await view('plums'), await view('plums', other), await view('plums')]).toEqual(['1', '2', '3'])
  expect(await view('pears', other)).toBe('1')
})

test('of many at once none is lost', async () => {
  const seen = await Promise.all(Array.from({ length: 100 }, (_, i) => view('apples', i % 2 ? app : other)))
  expect(Math.max(...seen.map(Number))).toBe(100)
})

test('the leaderboard has the order of the views, and is kept, for all workers too', async () => {
  await view('plums')
  await view('quinces')
  await view('quinces', other)
  const first = await app.fetch('/')
  expect(first.headers.get('x-cache')).toBe('MISS')
  const titles = [...(await first.text()).matchAll(/<a href="\/pages\/\w+">(\w+)<\/a>: (\d+)/g)]
  expect(titles.map(([, title, views]) => `${title} ${views}`)).toEqual([
    'Quinces 2',
    'Plums 1',
    'Apples 0',
    'Pears 0',
  ])
  expect((await other.fetch('/?utm_source=elsewhere')).headers.get('x-cache')).toMatch(/HIT|STALE/)
})

test('a page that is not counted is not there', async () => {
  expect((await app.fetch('/pages/cherries')).status).toBe(404)
})
