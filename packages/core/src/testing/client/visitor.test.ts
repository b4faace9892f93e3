import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, afterEach, describe, expect, test, vi } from 'vitest'
import {
  abort,
  createApp,
  defineRoutes,
  html,
  HttpResponse,
  redirect,
  token,
  type HttpRequest,
} from '../../index.ts'
import { TestApp } from '../index.ts'

const greeter = token<{ greet(): string }>('greeter')

class OutOfInk extends Error {}

function setCookies(...lines: string[]): HttpResponse {
  const response = html('<p>Set.')
  for (const line of lines) response.headers.append('Set-Cookie', line)
  return response
}

const application = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
  {
    name: 'greeter',
    register: (app) => app.provide(greeter, () => ({ greet: () => 'Hello' })),
  },
  defineRoutes((route) => {
    route.get('/', () => html('<title>Home</title><h1>Home</h1><a href="/steps?to=1#end">Go</a>'))
    route.any('/echo', (request: HttpRequest) => ({
      method: request.method,
      input: request.method === 'GET' ? null : request.input.all(),
      headers: Object.fromEntries(request.headers.entries()),
    }))
    route.any('/redirect/:status', (request: HttpRequest) =>
      redirect('/echo', request.params.int('status') as 301),
    )
    route.get('/steps', () => redirect('/', 301))
    route.get('/loop', () => redirect('/loop'))
    route.get('/out', () => redirect('https://elsewhere.example/login'))
    route.get('/cookies', (request: HttpRequest) => setCookies(...(request.query.all()['set'] as string[])))
    route.get('/deep/er/cookies', () => setCookies('deep=1', 'wide=1; Path=/'))
    route.get('/throws', () => {
      throw new OutOfInk('The printer is out of ink.')
    })
    route.get('/down', () => abort(503))
    route.get('/greeting', (request: HttpRequest) => request.app.use(greeter).greet())
  }),
])
const app = new TestApp(application)
beforeAll(() => application.boot())
afterEach(() => {
  vi.useRealTimers()
  app.cookies.clear()
  app.restore()
})

const cookiesOf = async (path: string, visitor = app): Promise<string | undefined> =>
  (await visitor.get(path)).json<{ headers: Record<string, string> }>().headers['cookie']

describe('redirects', () => {
  test.each([
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'POST', 'GET'],
    [303, 'PUT', 'GET'],
    [302, 'PUT', 'PUT'],
    [307, 'POST', 'POST'],
    [308, 'DELETE', 'DELETE'],
  ])('a %i makes of a %s a %s', async (status, method, then) => {
    const page = await app.request(method, `/redirect/${status}`, { json: { name: 'Ada' } })
    expect(page.path).toBe('/echo')
    expect(page.json()).toMatchObject({ method: then, input: then === 'GET' ? null : { name: 'Ada' } })
  })

  test('a link is followed to where its redirects end, and the page knows where that is', async () => {
    const page = await (await app.visit('/')).click('a')
    expect([page.path, page.url.hash, page.title, page.text('h1')]).toEqual(['/', '#end', 'Home', 'Home'])
  })

  test('a loop ends with an error that shows it', async () => {
    await expect(app.visit('/loop')).rejects.toMatchObject({
      code: 'E_TEST_REDIRECTS',
      message: expect.stringContaining('GET /loop, GET /loop'),
    })
  })

  test('one that leads to another site, or that is to be looked at, is shown', async () => {
    const out = await app.visit('/out')
    expect([out.status, out.headers.get('location')]).toEqual([302, 'https://elsewhere.example/login'])
    expect((await app.visit('/steps', { redirect: 'manual' })).status).toBe(301)
  })
})

describe('headers', () => {
  test('a page is asked for as by a browser', async () => {
    const { headers } = (await app.visit('/echo')).json<{ headers: Record<string, string> }>()
    expect(headers).toMatchObject({ 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' })
    expect(headers['accept']).toMatch(/^text\/html/)
    expect(headers).not.toHaveProperty('origin')
    expect(headers).not.toHaveProperty('referer')
  })

  test('what is sent says which page it comes from', async () => {
    const page = await app.post('/echo', { form: { name: 'Ada' } })
    expect(page.json()).toMatchObject({
      input: { name: 'Ada' },
      headers: { origin: 'http://localhost', referer: 'http://localhost/', 'sec-fetch-site': 'same-origin' },
    })
  })

  test('a form of another site is refused, as it is in a browser', async () => {
    const page = await app.post('/echo', { form: { name: 'Ada' }, from: 'https://evil.example/trap' })
    expect(page.status).toBe(403)
  })

  test('a visitor has headers of their own', async () => {
    const visitor = app.visitor({ headers: { 'accept-language': 'de' } })
    expect((await visitor.get('/echo')).json()).toMatchObject({ headers: { 'accept-language': 'de' } })
  })
})

describe('cookies', () => {
  const set = (...lines: string[]): Promise<unknown> =>
    app.visit(`/cookies?${new URLSearchParams(lines.map((line): [string, string] => ['set[]', line]))}`)

  test('are kept and sent, and are those of one visitor', async () => {
    await set('a=1', 'b=2; HttpOnly; Secure')
    expect(await cookiesOf('/echo')).toBe('a=1; b=2')
    expect(app.cookies.get('b')).toBe('2')
    expect((await app.visitor().get('/echo')).json()).not.toHaveProperty('headers.cookie')
  })

  test('stay on their path', async () => {
    await app.visit('/deep/er/cookies')
    expect(app.cookies.names).toEqual(['deep', 'wide'])
    expect(await cookiesOf('/echo')).toBe('wide=1')
  })

  test('expire with time, which a test moves', async () => {
    await set('short=1; Max-Age=60', 'long=1; Max-Age=7200', `gone=1; Expires=${new Date(0).toUTCString()}`)
    expect(app.cookies.names).toEqual(['short', 'long'])
    vi.setSystemTime(Date.now() + 3_600_000)
    expect(await cookiesOf('/echo')).toBe('long=1')
  })

  test('are deleted by an app that lets them expire', async () => {
    await set('a=1')
    await set('a=; Max-Age=0')
    expect(app.cookies.names).toEqual([])
  })

  test.each([
    ['a=1; Domain=other.example', 'localhost is not in the domain other.example'],
    ['__Host-a=1; Secure; Path=/sub', '__Host- needs Secure, Path=/ and no Domain'],
    ['__Secure-a=1', '__Secure- needs Secure'],
    ['a=1; SameSite=None', 'SameSite=None needs Secure'],
    [`a=${'x'.repeat(4096)}`, 'name and value exceed 4096 bytes'],
    ['no-pair', 'it has no name'],
  ])('%s is not taken', async (line, why) => {
    await set(line)
    expect(app.cookies.names).toEqual([])
    expect(app.cookies.refused.at(-1)).toContain(why)
  })

  test('of SameSite go along as it says when another site asks', async () => {
    await set('strict=1; SameSite=Strict', 'lax=1; SameSite=Lax', 'none=1; SameSite=None; Secure')
    const fromOutside = { from: 'https://other.example' }
    expect((await app.visit('/echo', fromOutside)).json()).toMatchObject({
      headers: { cookie: 'lax=1; none=1', 'sec-fetch-site': 'cross-site' },
    })
    expect((await app.get('/echo', fromOutside)).json()).toMatchObject({ headers: { cookie: 'none=1' } })
  })
})

describe('errors', () => {
  test('what an action throws fails the test', async () => {
    await expect(app.visit('/throws')).rejects.toThrow(OutOfInk)
  })

  test('the page of an error is there for who wants it', async () => {
    expect((await app.visit('/throws', { onError: 'page' })).status).toBe(500)
    expect((await app.visitor({ onError: 'page' }).visit('/throws')).status).toBe(500)
  })

  test('what the app answers on purpose is a page: 404, and abort(503)', async () => {
    expect((await app.visit('/nowhere')).status).toBe(404)
    expect((await app.visit('/down')).status).toBe(503)
  })

  test('requests at the same time have their own errors', async () => {
    const outcomes = await Promise.allSettled(['/', '/throws', '/'].map((path) => app.visit(path)))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })
})

test('a service is swapped for a fake, and put back', async () => {
  const greeting = async (): Promise<string> => (await app.visit('/greeting')).body
  const restore = app.swap(greeter, { greet: () => 'Fake' })
  app.swap(greeter, { greet: () => 'Second' })
  expect(await greeting()).toBe('Second')
  app.restore()
  expect(await greeting()).toBe('Hello')
  restore()
  expect(await greeting()).toBe('Hello')
})

test('pages answer while every timer is fake', async () => {
  vi.useFakeTimers({ now: new Date('2030-01-01') })
  expect((await app.visit('/')).status).toBe(200)
  expect((await app.post('/echo', { json: { a: 1 } })).json()).toMatchObject({ input: { a: 1 } })
})

test('what the app stores lies in a folder of the test, and is gone with it', async () => {
  const own = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
    defineRoutes((route) => {
      route.get('/', () =>
        html('<form method="post" enctype="multipart/form-data"><input type="file" name="photo">'),
      )
      route.post('/', async (request) => request.files.get('photo').store('photos'))
    }),
  ])
  const usual = own.storage.folder
  const visitor = new TestApp(own)
  await own.boot()
  const stored = await (await visitor.visit('/')).submit('form', { photo: new File(['a'], 'a.txt') })
  const path = join(own.storage.folder, stored.body)
  expect([path.startsWith(usual), existsSync(path)]).toEqual([false, true])
  await visitor.close()
  expect([own.storage.folder, existsSync(path)]).toEqual([usual, false])
})

test('an app that does not know that it is tested is refused', () => {
  vi.stubEnv('NODE_ENV', 'development')
  const other = createApp({ app: { name: 'Other' } }, [])
  vi.unstubAllEnvs()
  expect(() => new TestApp(other)).toThrow(expect.objectContaining({ code: 'E_TEST_ENVIRONMENT' }))
})
