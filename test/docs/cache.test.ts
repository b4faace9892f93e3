import { createApp, defineRoutes, sessions, type Application, type BootItem } from 'vanillin'
import { cache } from 'vanillin/cache'
import { afterEach, expect, test } from 'vitest'
import { runGuide } from './run-guide.ts'

const apps: Application[] = []
afterEach(async () => {
  for (const app of apps.splice(0)) await app.shutdown() // oxlint-disable-line no-await-in-loop -- one after the other
})

async function boot(routes: BootItem): Promise<Application> {
  const key = 'for-tests-only-for-tests-only-for-tests-only'
  const app = createApp({ app: { name: 'Guide', key, log: { level: 'silent' } } }, [
    cache({ locks: { store: 'memory' } }),
    sessions(),
    routes,
  ])
  await app.boot()
  apps.push(app)
  return app
}

const noRoutes = defineRoutes(() => {})
type Call = () => Promise<unknown>

test('the controller of the guide to the cache remembers, also that there is nothing', async () => {
  const { PostsController } = runGuide('docs/cache.md')
  const app = await boot(
    defineRoutes((route) => {
      for (const action of ['index', 'user', 'rates', 'seen'])
        route.get(`/${action}`, [PostsController, action] as never)
    }),
  )
  const json = async (path: string) => (await app.fetch(path)).json() as Promise<unknown>
  expect(await json('/index')).toEqual({ count: 10, first: 0 })
  expect(await json('/index')).toEqual({ count: 10, first: 0 })
  expect(await json('/user?id=7')).toEqual({ id: 7, name: 'Ada' })
  expect([(await app.fetch('/user?id=8')).status, (await app.fetch('/user?id=8')).status]).toEqual([404, 404])
  expect(await json('/rates')).toEqual({ eur: 1, usd: 1.1 })
  expect([await json('/seen'), await json('/seen')]).toEqual([{ seen: 1 }, { seen: 2 }])
})

test('its tags and classes do what it says', async () => {
  const { tagged, price } = runGuide('docs/cache.md') as {
    tagged: (title: string) => Promise<unknown>
    price: Call
  }
  await boot(noRoutes)
  expect(await tagged('Hello')).toEqual(['Hello', undefined])
  expect([await price(), await price()]).toEqual([120, 120])
})

test('the locks and the semaphore of the guide to locks do their work', async () => {
  const { nightly, nightlyOnOneMachine, stepByStep, render } = runGuide('docs/locks.md') as Record<
    'nightly' | 'nightlyOnOneMachine' | 'stepByStep' | 'render',
    Call
  >
  await boot(noRoutes)
  expect(await Promise.all([nightly(), stepByStep()])).toEqual(['imported', 'alone'])
  const both = await Promise.all([nightlyOnOneMachine(), nightlyOnOneMachine()])
  expect(both.toSorted()).toEqual(['another does it', 'imported'])
  expect(await Promise.all([1, 2, 3].map(() => render()))).toEqual(Array(3).fill('<p>undefined</p>'))
})

test('the pages of the guide to the page cache are kept, a form is not, and both ways forget them', async () => {
  const { routes, PostsController } = runGuide('docs/page-cache.md') as {
    routes: BootItem
    PostsController: never
  }
  const app = await boot(routes)
  const get = async (path: string) => {
    const response = await app.fetch(path)
    return [response.headers.get('x-cache'), await response.text()]
  }
  expect([await get('/posts?page=1'), await get('/posts?page=1&utm_source=a')]).toEqual([
    ['MISS', 'posts 1'],
    ['HIT', 'posts 1'],
  ])
  expect([(await get('/posts/new'))[0], (await get('/posts/new'))[0]]).toEqual(['PASSBY', 'PASSBY'])
  const actions = defineRoutes((route) => {
    route.post('/store', [PostsController, 'store'] as never).withoutCsrfProtection()
    route.post('/forget', [PostsController, 'forget'] as never).withoutCsrfProtection()
  })
  const routesOf = (definition: BootItem) => app.replaceRoutes(definition as never)
  routesOf(actions)
  expect((await app.fetch('/store', { method: 'POST', redirect: 'manual' })).status).toBe(302)
  routesOf(routes)
  expect(await get('/posts?page=1')).toEqual(['MISS', 'posts 2'])
  expect([await get('/posts'), await get('/posts')]).toEqual([
    ['MISS', 'posts 3'],
    ['HIT', 'posts 3'],
  ])
  routesOf(actions)
  await app.fetch('/forget', { method: 'POST' })
  routesOf(routes)
  expect(await get('/posts')).toEqual(['MISS', 'posts 4'])
})
