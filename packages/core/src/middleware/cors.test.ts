import { describe, expect, test } from 'vitest'
import {
  abort,
  cors,
  createApp,
  defineRoutes,
  type BootItem,
  type CorsOptions,
  type RouteBuilder,
} from '../index.ts'

const silent = { app: { name: 'Test', log: { level: 'silent' } } } as const

function appWith(define: (route: RouteBuilder) => void, ...items: BootItem[]) {
  return createApp(silent, [...items, defineRoutes(define)])
}

function api(options: CorsOptions) {
  return appWith((route) => {
    route.group({ prefix: '/api', middleware: [cors(options)] }, (group) => {
      group.get('/posts', () => ({}))
      group.post('/posts', () => ({}))
      group.get('/refused', () => abort(403))
      group.delete('/posts/:id', () => null)
    })
    route.post('/form', () => null)
  })
}

function corsOf({ headers }: Response) {
  return Object.fromEntries(
    [...headers].filter(([name]) => name.startsWith('access-control') || name === 'vary'),
  )
}

const page = 'https://app.test'
const preflight = (origin: string, method: string) => ({
  method: 'OPTIONS',
  headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': 'x-a' },
})

describe('a preflight', () => {
  test('is answered for a group, whose routes need no OPTIONS of their own', async () => {
    const app = api({ origins: [page], credentials: true, headers: ['X-A'], methods: ['DELETE'] })
    const response = await app.fetch('/api/posts/7', preflight(page, 'DELETE'))
    expect(response.status).toBe(204)
    expect(corsOf(response)).toEqual({
      'access-control-allow-origin': page,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'DELETE',
      'access-control-allow-headers': 'X-A',
      'access-control-max-age': '600',
      vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    })
  })

  test('of an origin that is not allowed gets no permission, but what a cache must know', async () => {
    const response = await api({ origins: [page] }).fetch(
      '/api/posts',
      preflight('https://evil.test', 'POST'),
    )
    expect(corsOf(response)).toEqual({
      vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
    })
  })

  test('is left to the usual OPTIONS where there is no CORS, no such method, and for any other OPTIONS', async () => {
    const app = api({ origins: [page] })
    for (const [path, init] of [
      ['/form', preflight(page, 'POST')],
      ['/api/posts', preflight(page, 'PATCH')],
      ['/api/posts', { method: 'OPTIONS', headers: { origin: page } }],
    ] as const) {
      const response = await app.fetch(path, init)
      expect([path, response.status, response.headers.get('allow')]).toEqual([
        path,
        204,
        expect.stringContaining('OPTIONS'),
      ])
      expect(corsOf(response)).toEqual({})
    }
  })

  test('is answered by one on the boot list for every path, also one that does not exist', async () => {
    const app = appWith((route) => route.get('/', () => null), cors({ origins: '*' }))
    for (const path of ['/', '/missing']) {
      expect(corsOf(await app.fetch(path, preflight(page, 'GET')))).toMatchObject({
        'access-control-allow-origin': '*',
      })
    }
  })
})

describe('an answer', () => {
  test('may be read by an allowed origin, errors too', async () => {
    const app = api({ origins: [page], exposedHeaders: ['ETag', 'X-Total'] })
    for (const path of ['/api/posts', '/api/refused']) {
      expect(corsOf(await app.fetch(path, { headers: { origin: page } }))).toEqual({
        'access-control-allow-origin': page,
        'access-control-expose-headers': 'ETag, X-Total',
        vary: 'Origin',
      })
    }
  })

  test.each([
    'https://evil.test',
    'null',
    'https://app.test.evil.test',
    'http://app.test',
    'https://app.test:444',
    'https://app.tesT',
    '',
  ])('may not be read by %j', async (origin) => {
    expect(
      corsOf(await api({ origins: [page], credentials: true }).fetch('/api/posts', { headers: { origin } })),
    ).toEqual({ vary: 'Origin' })
  })

  test('varies by Origin even without one, unless everybody may read it', async () => {
    expect(corsOf(await api({ origins: [page] }).fetch('/api/posts'))).toEqual({ vary: 'Origin' })
    expect(corsOf(await api({ origins: '*' }).fetch('/api/posts'))).toEqual({
      'access-control-allow-origin': '*',
    })
  })
})

test.each([
  ['https://a.app.test', true],
  ['https://a.b.app.test', true],
  ['https://app.test', false],
  ['https://.app.test', false],
  ['https://evilapp.test', false],
  ['https://evil.test/.app.test', false],
  ['https://evil.test#.app.test', false],
  ['https://user@a.app.test', false],
  ['http://a.app.test', false],
  ['https://a.app.test:8443', false],
])('https://*.app.test allows %s: %s', async (origin, allowed) => {
  const response = await api({ origins: ['https://*.app.test'] }).fetch('/api/posts', { headers: { origin } })
  expect(response.headers.get('access-control-allow-origin')).toBe(allowed ? origin : null)
})

test('a function decides, but never for null', async () => {
  const app = api({ origins: (_origin, request) => request.path === '/api/posts', credentials: true })
  const allowed = async (path: string, origin: string) =>
    (await app.fetch(path, { headers: { origin } })).headers.get('access-control-allow-origin')
  expect(await allowed('/api/posts', page)).toBe(page)
  expect(await allowed('/api/refused', page)).toBeNull()
  expect(await allowed('/api/posts', 'null')).toBeNull()
})

test.each<[CorsOptions]>([
  [{ origins: '*', credentials: true }],
  [{ origins: ['*'] }],
  [{ origins: ['null'] }],
  [{ origins: ['app.test'] }],
  [{ origins: ['https://app.test/'] }],
  [{ origins: ['https://app.test:443'] }],
  [{ origins: ['https://*'] }],
  [{ origins: ['https://a.*.test'] }],
  [{ origins: ['*.app.test'] }],
  [{ origins: [page], headers: ['*'], credentials: true }],
  [{ origins: [page], headers: ['X-A\r\nX-B: c'] }],
  [{ origins: [page], methods: ['GET, POST'] }],
])('what would not work, or let everybody in, is refused at once: %j', (options) => {
  expect(() => cors(options)).toThrow(expect.objectContaining({ code: 'E_CONFIG_INVALID' }))
})

describe('with the check of origins', () => {
  const post = (path: string, headers: Record<string, string> = {}) =>
    [path, { method: 'POST', headers: { origin: page, 'sec-fetch-site': 'cross-site', ...headers } }] as const

  test('a policy with credentials admits what its origins change, here and nowhere else', async () => {
    const app = api({ origins: [page], credentials: true })
    expect((await app.fetch(...post('/api/posts', { cookie: 'session=1' }))).status).toBe(200)
    expect((await app.fetch(...post('/form'))).status).toBe(403)
    expect((await app.fetch(...post('/api/posts', { origin: 'https://evil.test' }))).status).toBe(403)
  })

  test.each([
    [{}, 200],
    [{ authorization: 'Bearer abc' }, 200],
    [{ cookie: 'session=1' }, 403],
    [{ authorization: 'Basic YTpi' }, 403],
    [{ authorization: 'Negotiate x' }, 403],
    [{ authorization: 'Bearer abc', cookie: 'a=b' }, 403],
  ])(
    'one without credentials admits no request that a browser has added some to: %j gets %i',
    async (headers, status) => {
      const app = api({ origins: '*' })
      expect((await app.fetch(...post('/api/posts', headers as Record<string, string>))).status).toBe(status)
    },
  )
})
