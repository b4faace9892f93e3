import { Readable } from 'node:stream'
import {
  Controller,
  createApp,
  defineRoutes,
  html,
  HttpResponse,
  sessions,
  type Application,
  type BootItem,
  type HttpRequest,
} from '@vanillin/core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { cache, pageCache, Pages, type CacheConfig, type PageCacheOptions } from '../index.ts'

const apps: Application[] = []
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(async () => {
  vi.useRealTimers()
  for (const app of apps.splice(0)) await app.shutdown() // oxlint-disable-line no-await-in-loop -- one after the other
})

const pass = (ms: number) => vi.setSystemTime(Date.now() + ms)

interface Setup {
  readonly options?: Partial<PageCacheOptions>
  readonly config?: CacheConfig
  readonly parts?: readonly BootItem[]
}

/** An app whose one page is made by `make`, which is told how often it was called. */
function appWith(
  make: (count: number, request: HttpRequest) => unknown,
  { options = {}, config = { store: 'memory' }, parts = [] }: Setup = {},
) {
  let made = 0
  const app = createApp(
    { app: { name: 'Shop', key: 'for-tests-only-for-tests-only-for-tests-only', log: { level: 'silent' } } },
    [
      cache(config),
      sessions(),
      ...parts,
      pageCache({ ttl: 60_000, ...options }),
      defineRoutes((route) => {
        route.any('/*', (request) => make(++made, request) as string)
      }),
    ],
  )
  apps.push(app)
  const get = async (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) => {
    const response = await app.fetch(path, { headers, redirect: 'manual', ...init })
    return { state: response.headers.get('x-cache'), text: await response.text(), response }
  }
  const states = async (
    ...requests: readonly (readonly [string, Record<string, string>?, RequestInit?])[]
  ) => {
    const seen: string[] = []
    for (const [path, headers, init] of requests) {
      const { state, text } = await get(path, headers, init) // oxlint-disable-line no-await-in-loop -- one after the other
      seen.push(`${state} ${text}`)
    }
    return seen
  }
  return { app, get, states }
}

test('a page is made once, and sent again with its status, its headers, its age and a tag', async () => {
  const { get } = appWith((count) =>
    html(`page ${count}`, { status: 404, headers: { 'X-Made': String(count), Link: '</a.css>' } }),
  )
  const first = await get('/missing')
  expect([first.state, first.text, first.response.status]).toEqual(['MISS', 'page 1', 404])
  pass(5_000)
  const second = await get('/missing')
  expect([second.state, second.text, second.response.status]).toEqual(['HIT', 'page 1', 404])
  expect(Object.fromEntries(second.response.headers)).toMatchObject({
    'x-made': '1',
    link: '</a.css>',
    age: '5',
  })
  pass(55_000)
  expect(await get('/missing')).toMatchObject({ state: 'MISS', text: 'page 2' })
})

test('bytes and answers without a body are kept too', async () => {
  const { get } = appWith((_count, request) =>
    request.path === '/bytes'
      ? new HttpResponse(Uint8Array.of(1, 255), { headers: { 'Content-Type': 'image/x' } })
      : new HttpResponse(undefined, { status: 301, headers: { Location: '/new' } }),
  )
  for (const state of ['MISS', 'HIT']) {
    const { response, ...rest } = await get('/moved') // oxlint-disable-line no-await-in-loop -- one after the other
    expect([rest.state, response.status, response.headers.get('location')]).toEqual([state, 301, '/new'])
    const bytes = await get('/bytes') // oxlint-disable-line no-await-in-loop -- one after the other
    expect([bytes.state, bytes.text]).toEqual([state, '\u0001\ufffd'])
  }
})

test('method, host and path make another page; the order of the query does not', async () => {
  const { states } = appWith((count) => String(count))
  expect(
    await states(
      ['/a?x=1&y=2'],
      ['/a?y=2&x=1'],
      ['/a?x=1&y=3'],
      ['/a?x=2&x=1'],
      ['/a?x=1&x=2'],
      ['/b?x=1&y=2'],
      ['http://other.example/a?x=1&y=2'],
      ['/a'],
      ['/a?'],
      ['/a?x=1&y=2', {}, { method: 'HEAD' }],
      ['/a?x=1&y=2', {}, { method: 'HEAD' }],
    ),
  ).toEqual([
    'MISS 1',
    'HIT 1',
    'MISS 2',
    'MISS 3',
    'MISS 4',
    'MISS 5',
    'MISS 6',
    'MISS 7',
    'HIT 7',
    'MISS ',
    'HIT ',
  ])
})

test('of the query counts what is said', async () => {
  const named = appWith((count) => String(count), { options: { query: ['page', 'tags'] } })
  expect(
    await named.states(
      ['/?page=1&utm_source=a'],
      ['/?utm_source=b&page=1'],
      ['/?page=2'],
      ['/?tags[]=a'],
      ['/?tags%5B%5D=b'],
      ['/?page=%E0%A4%A'],
    ),
  ).toEqual(['MISS 1', 'HIT 1', 'MISS 2', 'MISS 3', 'MISS 4', 'MISS 5'])
  const none = appWith((count) => String(count), { options: { query: 'none' } })
  expect(await none.states(['/?a'], ['/?b'])).toEqual(['MISS 1', 'HIT 1'])
})

test('chosen headers and what the app says make another page', async () => {
  const { states } = appWith((count) => String(count), {
    options: {
      headers: ['X-Country'],
      by: (request) =>
        request.headers.get('x-beta') === 'yes' ? null : (request.headers.get('x-locale') ?? 'en'),
    },
  })
  expect(
    await states(
      ['/', { 'x-country': 'de' }],
      ['/', { 'x-country': 'de', 'x-locale': 'en' }],
      ['/', { 'x-country': 'at' }],
      ['/', { 'x-country': 'de', 'x-locale': 'fr' }],
      ['/', { 'x-beta': 'yes' }],
      ['/', { 'x-country': 'de' }],
    ),
  ).toEqual(['MISS 1', 'HIT 1', 'MISS 2', 'MISS 3', 'PASSBY 4', 'HIT 1'])
})

test('what a page varies by makes another one', async () => {
  const { states } = appWith((count, request) =>
    html(`${request.headers.get('accept-language') ?? 'none'} ${count}`, {
      headers: { Vary: request.path === '/all' ? '*' : 'Accept-Language, X-Other' },
    }),
  )
  expect(
    await states(
      ['/', { 'accept-language': 'de' }],
      ['/', { 'accept-language': 'fr' }],
      ['/', { 'accept-language': 'de' }],
      ['/', { 'accept-language': 'fr', 'x-other': 'a' }],
      ['/', { 'accept-language': 'fr' }],
      ['/all'],
      ['/all'],
    ),
  ).toEqual(['MISS de 1', 'MISS fr 2', 'HIT de 1', 'MISS fr 3', 'HIT fr 2', 'PASSBY none 4', 'PASSBY none 5'])
})

test.each<[string, (request: HttpRequest) => unknown]>([
  ['a cookie that is set', (request) => (request.cookies.set('a', 'b'), 'page')],
  ['a cookie that is read', (request) => request.cookies.get('theme') ?? 'page'],
  ['a header Set-Cookie', () => html('page', { headers: { 'Set-Cookie': 'a=b' } })],
  ['a session that is read', (request) => String(request.session.get('user'))],
  ['a session that is written', (request) => (request.session.set('user', 7), 'page')],
  ['a CSRF token', (request) => request.session.csrfToken()],
  ['a nonce', (request) => request.cspNonce],
  ['private', () => html('page', { headers: { 'Cache-Control': 'private, max-age=60' } })],
  ['no-store', () => html('page', { headers: { 'Cache-Control': 'NO-STORE' } })],
  ['no-cache', () => html('page', { headers: { 'Cache-Control': 'no-cache' } })],
  ['no time to live', () => html('page', { headers: { 'Cache-Control': 'max-age=0' } })],
  ['a time that is none', () => html('page', { headers: { 'Cache-Control': 'max-age=soon' } })],
  ['an end in the past', () => html('page', { headers: { Expires: '0' } })],
  ['an error', () => html('page', { status: 500 })],
  [
    'a redirect that is for now',
    () => new HttpResponse(undefined, { status: 302, headers: { Location: '/' } }),
  ],
  ['a stream', () => Readable.from(['a', 'b'])],
  ['too much', () => 'x'.repeat(2000)],
])('a page with %s is never kept', async (_name, make) => {
  let made = 0
  const { get } = appWith((_count, request) => ((made += 1), make(request)), { options: { maxBytes: 1000 } })
  expect([(await get('/')).state, (await get('/')).state, made]).toEqual(['PASSBY', 'PASSBY', 2])
})

test.each<[string, Record<string, string>, RequestInit]>([
  ['POST', {}, { method: 'POST' }],
  ['DELETE', {}, { method: 'DELETE' }],
  ['with Authorization', { authorization: 'Bearer x' }, {}],
  ['for a range', { range: 'bytes=0-1' }, {}],
])('a request %s passes by, whatever is kept', async (_name, headers, init) => {
  const { states } = appWith((count) => String(count))
  expect(await states(['/'], ['/', headers, init], ['/'])).toEqual(['MISS 1', 'PASSBY 2', 'HIT 1'])
})

test('who has a session gets the kept page only where nobody’s was used to make it', async () => {
  const { states } = appWith((count, request) =>
    request.path === '/mine' ? `mine ${String(request.session.get('user'))} ${count}` : `all ${count}`,
  )
  const cookie = { cookie: 'session=abc; theme=dark' }
  expect(await states(['/'], ['/', cookie], ['/mine'], ['/mine', cookie])).toEqual([
    'MISS all 1',
    'HIT all 1',
    'PASSBY mine undefined 2',
    'PASSBY mine undefined 3',
  ])
})

test('a page of a view with a form is never kept', async () => {
  class FormController extends Controller {
    show() {
      return `<form>${this.session.csrfToken()}</form>`
    }
  }
  const app = createApp({ app: { name: 'Shop', log: { level: 'silent' } } }, [
    cache({ store: 'memory' }),
    sessions(),
    defineRoutes((route) => {
      route.get('/', [FormController, 'show']).use(pageCache({ ttl: 60_000 }))
    }),
  ])
  apps.push(app)
  const [one, other] = [await app.fetch('/'), await app.fetch('/')]
  expect([one.headers.get('x-cache'), other.headers.get('x-cache')]).toEqual(['PASSBY', 'PASSBY'])
  expect(await one.text()).not.toBe(await other.text())
})

test('the page says how long it is good; s-maxage goes before max-age before Expires', async () => {
  const { get } = appWith((count, request) =>
    html(String(count), {
      headers: {
        '/s': { 'Cache-Control': 'max-age=100, S-MaxAge="10"' },
        '/m': { 'Cache-Control': 'public, max-age=10', Expires: '0' },
        '/e': { Expires: new Date(Date.now() + 10_000).toUTCString() },
      }[request.path]!,
    }),
  )
  for (const path of ['/s', '/m', '/e']) {
    await get(path) // oxlint-disable-line no-await-in-loop -- one after the other
    pass(8_000)
    expect((await get(path)).state).toBe('HIT') // oxlint-disable-line no-await-in-loop -- one after the other
    pass(3_000)
    expect((await get(path)).state).toBe('MISS') // oxlint-disable-line no-await-in-loop -- one after the other
  }
})

test('a client that has the page already is told so', async () => {
  const { get } = appWith((count) => `page ${count}`)
  const tag = (await get('/')).response.headers.get('etag')!
  const again = await get('/', { 'if-none-match': `"other", W/${tag}` })
  expect([again.state, again.response.status, again.text]).toEqual(['HIT', 304, ''])
  expect((await get('/', { 'if-none-match': '"other"' })).response.status).toBe(200)
})

test('many that miss a page at once make it once; of one that is not kept each gets his own', async () => {
  const gates: (() => void)[] = []
  const { get } = appWith(async (count, request) => {
    await new Promise<void>((resolve) => gates.push(resolve))
    return html(String(count), request.path === '/mine' ? { headers: { 'Cache-Control': 'private' } } : {})
  })
  const open = async () => {
    await expect.poll(() => gates.length).toBeGreaterThan(0)
    for (const gate of gates.splice(0)) gate()
  }
  const all = Promise.all(Array.from({ length: 50 }, () => get('/')))
  await open()
  const seen = (await all).map(({ state }) => state)
  expect([
    seen.filter((state) => state === 'HIT').length,
    seen.filter((state) => state === 'MISS').length,
  ]).toEqual([49, 1])

  const mine = Promise.all([get('/mine'), get('/mine'), get('/mine')])
  await open()
  await open()
  expect(new Set((await mine).map(({ text }) => text)).size).toBe(3)
  // It is known by now that nobody need wait.
  const again = Promise.all([get('/mine'), get('/mine')])
  await expect.poll(() => gates.length).toBe(2)
  await open()
  await again
})

test('a stale page goes out while it is made anew, for as long as is said', async () => {
  const { get, states } = appWith((count) => String(count), {
    options: { ttl: 1_000, staleWhileRevalidate: 10_000 },
  })
  await get('/')
  pass(1_500)
  expect((await states(['/'], ['/'])).map((one) => one.split(' ')[0])).toContain('STALE')
  await expect.poll(async () => (await get('/')).text).toBe('2')
  pass(12_000)
  expect(await get('/')).toMatchObject({ state: 'MISS', text: '3' })
})

test('a page that cannot be made anew is sent stale, for as long as is said', async () => {
  let isDown = false
  const { get } = appWith(
    (count) => {
      if (isDown) throw new Error('down')
      return String(count)
    },
    { options: { ttl: 1_000, staleIfError: 10_000 } },
  )
  await get('/')
  isDown = true
  pass(5_000)
  const stale = await get('/')
  expect([stale.state, stale.text, stale.response.status, stale.response.headers.get('age')]).toEqual([
    'STALE',
    '1',
    200,
    '5',
  ])
  isDown = false
  expect(await get('/')).toMatchObject({ state: 'MISS', text: '3' })
  isDown = true
  pass(12_000)
  expect((await get('/')).response.status).toBe(500)
})

test('who demands that nothing stale is sent is obeyed', async () => {
  const { get } = appWith(
    (count) => html(String(count), { headers: { 'Cache-Control': 'max-age=1, must-revalidate' } }),
    { options: { staleWhileRevalidate: 10_000, staleIfError: 10_000 } },
  )
  await get('/')
  pass(1_500)
  expect(await get('/')).toMatchObject({ state: 'MISS', text: '2' })
})

test('who may has a page made anew, others do not', async () => {
  const { states } = appWith((count) => String(count), {
    options: { mayPurge: async (request) => request.headers.get('x-purge') === 'secret' },
  })
  expect(await states(['/'], ['/', { 'x-purge': 'guess' }], ['/', { 'x-purge': 'secret' }], ['/'])).toEqual([
    'MISS 1',
    'HIT 1',
    'PURGED 2',
    'HIT 2',
  ])
  const closed = appWith((count) => String(count))
  expect(await closed.states(['/'], ['/', { 'x-purge': 'secret' }])).toEqual(['MISS 1', 'HIT 1'])
})

test('pages are forgotten by tag and by address, with all that the address has', async () => {
  const { app, get, states } = appWith(
    (count) => html(String(count), { headers: { Vary: 'Accept-Language' } }),
    { options: { tags: (request) => [request.path.startsWith('/posts') ? 'posts' : 'other'] } },
  )
  const de = { 'accept-language': 'de' }
  await states(['/posts/1'], ['/posts/1', de], ['/about'])
  await cache.tags('posts').flush()
  expect(await states(['/posts/1'], ['/about'])).toEqual(['MISS 4', 'HIT 3'])
  await get('/posts/1', de)
  await app.use(Pages).forgetUrl('http://localhost/posts/1')
  expect(await states(['/posts/1'], ['/posts/1', de], ['/about'])).toEqual(['MISS 6', 'MISS 7', 'HIT 3'])
  await app.use(Pages).flush()
  expect(await states(['/about'])).toEqual(['MISS 8'])
})

test('a page that is made while its tag is flushed is old', async () => {
  const { states } = appWith(
    async (count) => {
      if (count === 1) await cache.tags('posts').flush()
      return String(count)
    },
    { options: { tags: ['posts'] } },
  )
  expect(await states(['/'], ['/'], ['/'])).toEqual(['MISS 1', 'MISS 2', 'HIT 2'])
})

test('in development nothing is kept, so that a change is seen', async () => {
  vi.stubEnv('NODE_ENV', 'development')
  const { states } = appWith((count) => String(count))
  vi.unstubAllEnvs()
  expect(await states(['/'], ['/'])).toEqual(['PASSBY 1', 'PASSBY 2'])
})

test('a time that is none is refused where the middleware is made', () => {
  expect(() => pageCache({ ttl: 0 })).toThrow(expect.objectContaining({ code: 'E_CACHE_TTL' }))
})
