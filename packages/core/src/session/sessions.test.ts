import type { StandardSchemaV1 } from '@standard-schema/spec'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { Browser } from '../testing/browser.fixture.ts'
import {
  Controller,
  createApp,
  defineRoutes,
  MemorySessionStore,
  middleware,
  Plugin,
  sessions,
  type Application,
  type BootItem,
  type HttpRequest,
  type RouteBuilder,
  type SessionConfig,
  type SessionStore,
} from '../index.ts'
import { temporaryViews } from '../view/temporary-app.fixture.ts'

const app = {
  name: 'test',
  key: 'for-tests-only-for-tests-only-for-tests',
  log: { level: 'silent' as const },
}

function appWith(
  define: (route: RouteBuilder) => void,
  config: SessionConfig = {},
  ...items: BootItem[]
): Application {
  return createApp({ app, session: config }, [sessions(), ...items, defineRoutes(define)])
}

/** A store that answers later, as one behind a network, and counts. */
class RemoteStore extends MemorySessionStore implements SessionStore {
  override readonly isSynchronous = false as true
  readonly calls: string[] = []
  failing = false

  override read(key: string): never {
    this.calls.push('read')
    const read = async () => {
      await Promise.resolve()
      if (this.failing) throw new Error('connect ECONNREFUSED 10.1.2.3:6379')
      return super.read(key)
    }
    return read() as never
  }

  override update(...call: Parameters<MemorySessionStore['update']>): never {
    this.calls.push('update')
    const update = async () => {
      await Promise.resolve()
      if (this.failing) throw new Error('connect ECONNREFUSED 10.1.2.3:6379')
      return super.update(...call)
    }
    return update() as never
  }
}

afterEach(() => {
  vi.unstubAllEnvs()
  vi.useRealTimers()
})

describe('a store is asked only for what is needed', () => {
  const define = (route: RouteBuilder): void => {
    route.get('/untouched', () => 'x')
    route.get('/read', (request) => ({ a: request.session.get('a') ?? null }))
    route.get('/write', (request) => {
      request.session.set('a', 1)
      return null
    })
    route.get('/metrics', () => 'x').withoutSession()
  }

  test('one that answers at once: never for a request that does not touch the session', async () => {
    const store = new MemorySessionStore()
    const read = vi.spyOn(store, 'read')
    const update = vi.spyOn(store, 'update')
    const browser = new Browser(appWith(define, { driver: store }))
    await browser.get('/read')
    expect([read.mock.calls.length, update.mock.calls.length]).toEqual([0, 0])
    await browser.get('/write')
    expect([read.mock.calls.length, update.mock.calls.length]).toEqual([0, 1])
    await browser.get('/untouched')
    expect([read.mock.calls.length, update.mock.calls.length]).toEqual([0, 1])
    await browser.get('/read')
    expect([read.mock.calls.length, update.mock.calls.length]).toEqual([1, 1])
  })

  test('one behind a network: for a visitor who brings a session, and not on a route without one', async () => {
    const store = new RemoteStore()
    const browser = new Browser(appWith(define, { driver: store }))
    await browser.get('/read')
    await browser.get('/nowhere')
    expect(store.calls).toEqual([])
    await browser.get('/write')
    expect(store.calls.splice(0)).toEqual(['update'])
    await browser.get('/metrics')
    expect(store.calls).toEqual([])
    await browser.get('/read')
    expect(store.calls.splice(0)).toEqual(['read'])
    browser.cookies.set('session', 'what no id looks like')
    await browser.get('/read')
    expect(store.calls).toEqual([])
  })

  test('that a session is in use is noted ten times in its idle timeout, not with every request', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const store = new RemoteStore()
    const browser = new Browser(appWith(define, { driver: store }))
    await browser.get('/write')
    store.calls.length = 0
    for (let minute = 0; minute < 120; minute++) {
      vi.setSystemTime(Date.now() + 60_000)
      await browser.get('/read')
    }
    expect(store.calls.filter((call) => call === 'update')).toHaveLength(10)
  })
})

describe('who may use the session', () => {
  test('middleware and hooks from dispatchLoopStartup on, also around a page that is not there', async () => {
    class Count extends Plugin {
      override dispatchLoopStartup(request: HttpRequest) {
        request.session.increment('hook')
      }
    }
    const count = middleware((request, next) => {
      request.session.increment('middleware')
      return next()
    })
    const route = (builder: RouteBuilder) => void builder.get('/', (request) => request.session.all())
    const browser = new Browser(appWith(route, { driver: new RemoteStore() }, new Count(), count))
    expect((await browser.get('/nowhere')).status).toBe(404)
    expect(await browser.json('/')).toEqual({ hook: 2, middleware: 2 })
  })

  test('an earlier hook loads it first', async () => {
    class Early extends Plugin {
      override async routerStartup(request: HttpRequest) {
        if (request.path === '/loaded') await request.session.load()
        if (request.path !== '/write') request.session.get('a')
      }
    }
    const define = (route: RouteBuilder): void => {
      route.get('/loaded', (request) => ({ a: request.session.get('a') }))
      route.get('/write', (request) => (request.session.set('a', 1), null))
    }
    const browser = new Browser(appWith(define, { driver: new RemoteStore() }, new Early()))
    await browser.get('/write')
    expect(await browser.json('/loaded')).toEqual({ a: 1 })
    const refused = await browser.get('/', { accept: 'application/json' })
    expect([refused.status, await refused.json()]).toEqual([
      500,
      expect.objectContaining({ code: 'E_SESSION_UNREAD' }),
    ])
  })

  test('nobody without sessions() in the boot list, and no route that is withoutSession()', async () => {
    const define = (route: RouteBuilder): void => {
      route.get('/', (request) => ({ a: request.session.get('a') }))
      route.get('/without', (request) => ({ a: request.session.get('a') })).withoutSession()
    }
    const none = createApp({ app }, [defineRoutes(define)])
    for (const [where, path] of [
      [none, '/'],
      [appWith(define), '/without'],
    ] as const) {
      const response = await where.fetch(path, { headers: { accept: 'application/json' } })
      expect(await response.json()).toMatchObject({ status: 500, code: 'E_SESSION_MISSING' })
    }
  })
})

function cyclic(): unknown {
  const list: unknown[] = []
  list.push(list)
  return list
}

describe('values', () => {
  test.each([
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a bigint', 1n],
    ['NaN', Number.NaN],
    ['a promise', Promise.resolve(1)],
    ['a promise inside', { a: [Promise.resolve(1)] }],
    ['a Map inside', { a: new Map() }],
    ['what holds itself', cyclic()],
  ])('%s is refused where it is set', async (_name, value) => {
    let thrown: unknown = 'nothing'
    const define = (route: RouteBuilder) =>
      void route.get('/', (request) => {
        try {
          request.session.set('value', value)
        } catch (error) {
          thrown = error
        }
        return null
      })
    await appWith(define).fetch('/')
    expect(thrown).toMatchObject({ code: 'E_SESSION_VALUE', message: expect.stringContaining('"value"') })
  })

  test('what get answers is frozen, and what was set is a copy', async () => {
    const define = (route: RouteBuilder) =>
      void route.get('/', (request) => {
        const cart = { items: [1] }
        request.session.set('cart', cart)
        cart.items.push(2)
        const kept = request.session.get<typeof cart>('cart')!
        expect(() => kept.items.push(3)).toThrow(TypeError)
        return kept
      })
    expect(await (await appWith(define).fetch('/')).json()).toEqual({ items: [1] })
  })
})

describe('a store that fails', () => {
  const define = (route: RouteBuilder): void => {
    route.get('/read', (request) => ({ a: request.session.get('a') ?? null }))
    route.get('/write', (request) => {
      request.session.set('a', 1)
      return 'written'
    })
    route.get('/untouched', () => 'x')
  }

  test.each(['/read', '/write'])('answers 503 with the reason in the log alone: %s', async (path) => {
    const store = new RemoteStore()
    const seen: number[] = []
    class Watch extends Plugin {
      override postDispatch(_request: HttpRequest, { status }: { status: number }) {
        seen.push(status)
      }
    }
    const browser = new Browser(appWith(define, { driver: store }, new Watch()))
    await browser.get('/write')
    const cookie = browser.sessionCookie
    store.failing = true
    seen.length = 0
    const response = await browser.get(path, { accept: 'application/json' })
    const document = await response.text()
    expect(response.status).toBe(503)
    expect(JSON.parse(document)).toMatchObject({ code: 'E_SESSION_STORE' })
    expect(document).not.toContain('10.1.2.3')
    expect(browser.sessionCookie).toBe(cookie)
    expect(seen.at(-1)).toBe(503)
    store.failing = false
    expect(await browser.json('/read')).toEqual({ a: 1 })
  })

  test('answers a first visit that wants a session with 503 and sets no cookie', async () => {
    const store = new RemoteStore()
    store.failing = true
    const browser = new Browser(appWith(define, { driver: store }))
    expect((await browser.get('/write')).status).toBe(503)
    expect(browser.sessionCookie).toBeUndefined()
    expect((await browser.get('/untouched')).status).toBe(200)
  })

  test('leaves the error page of the app its layout', async () => {
    const { root } = temporaryViews({
      error: '<p><%= status %></p><%= flash("x") ?? "no flash" %><%= csrf() %>',
    })
    vi.stubEnv('VANILLIN_ROOT', root)
    class Errors extends Controller {
      show(error: { status: number }) {
        return this.view('error', { status: error.status })
      }
    }
    const store = new RemoteStore()
    const browser = new Browser(
      appWith(
        (route) => {
          define(route)
          route.error([Errors, 'show'])
        },
        { driver: store },
      ),
    )
    await browser.get('/write')
    store.failing = true
    for (const path of ['/read', '/write']) {
      const response = await browser.get(path)
      expect(await response.text()).toMatch(/^<p>503<\/p>no flash<input type="hidden"/)
      expect(response.status).toBe(503)
    }
  })
})

describe('the cookie of the session', () => {
  const define = (route: RouteBuilder) =>
    void route.get('/', (request) => ({ hits: request.session.increment('hits') }))

  test('is secure and bound to the host in production and over HTTPS, and only that one is read', async () => {
    const site = appWith(define)
    const response = await site.fetch('https://localhost/')
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^__Host-session=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/,
    )
    const id = /=([\w-]+);/.exec(response.headers.getSetCookie()[0] ?? '')?.[1]
    const tossed = await site.fetch('https://localhost/', { headers: { cookie: `session=${id}` } })
    expect(await tossed.json()).toEqual({ hits: 1 })
    const own = await site.fetch('https://localhost/', { headers: { cookie: `__Host-session=${id}` } })
    expect(await own.json()).toEqual({ hits: 2 })

    vi.stubEnv('NODE_ENV', 'production')
    const produced = await appWith(define, { driver: 'memory' }).fetch('/')
    expect(produced.headers.getSetCookie()[0]).toMatch(/^__Host-session=.*; Secure/)
  })

  test('is as the config says', async () => {
    const cookie = { name: 'id', domain: 'example.com', persistent: true, sameSite: 'strict' } as const
    const response = await appWith(define, { cookie }).fetch('/')
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^id=[\w-]{43}; Path=\/; Max-Age=604800; Domain=example.com; HttpOnly; SameSite=Strict$/,
    )
  })

  test('a session that outgrows its cookie is an error that says so', async () => {
    const grow = (route: RouteBuilder) =>
      void route.get('/', (request) => (request.session.set('a', 'x'.repeat(4_000)), 'done'))
    const response = await appWith(grow, { driver: 'cookie' }).fetch('/', {
      headers: { accept: 'application/json' },
    })
    expect(await response.json()).toMatchObject({ status: 500, code: 'E_COOKIE_TOO_LARGE' })
  })
})

test('a config that cannot work stops the boot', async () => {
  const boot = (session: SessionConfig, key: object = {}): Promise<void> =>
    createApp({ app: { ...app, ...key }, session }, [sessions()]).boot()
  await expect(boot({ driver: 'cookie', lock: true })).rejects.toMatchObject({ code: 'E_CONFIG_INVALID' })
  await expect(boot({ driver: 'files' as 'file' })).rejects.toMatchObject({ code: 'E_CONFIG_INVALID' })
  await expect(boot({ driver: 'database' })).rejects.toMatchObject({ code: 'E_SERVICE_NOT_PROVIDED' })
  await expect(boot({ driver: 'cookie' }, { key: 'short' })).rejects.toMatchObject({ code: 'E_APP_KEY' })
})

test('save() lets the next request of a locked session in while this one runs on', async () => {
  let finish = (): void => {}
  const running = new Promise<void>((resolve) => {
    finish = resolve
  })
  const define = (route: RouteBuilder): void => {
    route.get('/start', (request) => ({ n: request.session.increment('n') }))
    route.get('/long', async (request) => {
      request.session.set('progress', 'half')
      await request.session.save()
      await running
      request.session.set('progress', 'done')
      return null
    })
    route.get('/progress', (request) => ({ progress: request.session.get('progress') }))
  }
  const browser = new Browser(appWith(define, { lock: true }))
  await browser.get('/start')
  const long = browser.get('/long')
  await vi.waitFor(async () => expect(await browser.json('/progress')).toEqual({ progress: 'half' }), 30_000)
  finish()
  await long
  expect(await browser.json('/progress')).toEqual({ progress: 'done' })
})

test('what is flashed before save() waits for the next request, what was read before it is over', async () => {
  const define = (route: RouteBuilder): void => {
    route.get('/flash', async (request) => {
      const before = request.session.flashed('message') ?? null
      request.session.flash('message', 'new')
      await request.session.save()
      request.session.set('more', 1)
      return { before, now: request.session.flashed('message') ?? null }
    })
    route.get('/flashed', (request) => ({ message: request.session.flashed('message') ?? null }))
  }
  const browser = new Browser(appWith(define))
  expect(await browser.json('/flash')).toEqual({ before: null, now: null })
  expect(await browser.json('/flash')).toEqual({ before: 'new', now: 'new' })
  expect(await browser.json('/flashed')).toEqual({ message: 'new' })
  expect(await browser.json('/flashed')).toEqual({ message: null })
})

describe('forms', () => {
  const title: StandardSchemaV1<unknown, { title: string }> = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) => {
        const form = value as { title?: string }
        return form.title === undefined
          ? { issues: [{ message: 'The title is missing.', path: ['title'] }] }
          : { value: { title: form.title } }
      },
    },
  }
  class Posts extends Controller {
    create() {
      return this.view('form')
    }

    async store() {
      const form = await this.validate(title)
      this.session.flash('success', `Saved ${form.title}.`)
      return this.redirect('/')
    }

    back() {
      return this.redirectBack('/fallback')
    }
  }
  const views = {
    form: `<% layout('page') %><form><%= csrf() %><b><%= errors.title?.[0] %></b><i><%= old('author', 'nobody') %></i><u><%= old('password') %></u></form>`,
    page: `<title><%= appName %></title><p><%= flash('success') ?? '-' %></p><%= content %>`,
    home: `<% layout('page') %>home`,
  }
  const define = (route: RouteBuilder): void => {
    route.get('/', () => 'x')
    route.get('/posts/create', [Posts, 'create'])
    route.post('/posts', [Posts, 'store'])
    route.post('/back', [Posts, 'back'])
    route.post('/webhook', () => 'taken').withoutCsrfProtection()
    route.get('/start', (request) => ({ id: request.session.id }))
    route.get('/logout', (request) => (request.session.invalidate(), null))
    route.get('/login', (request) => (request.session.regenerate(), null))
    route.methods(['DELETE'], '/posts', () => 'deleted')
  }
  const site = async (config: SessionConfig = {}) => {
    vi.stubEnv('VANILLIN_ROOT', temporaryViews(views).root)
    const application = appWith(define, config)
    await application.boot()
    return { application, browser: new Browser(application) }
  }
  const tokenIn = (html: string): string => /name="_token" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const drivers: SessionConfig['driver'][] = ['memory', 'cookie']

  test.each(drivers)('a form goes through with its token, and with no other (%s)', async (driver) => {
    const { application, browser } = await site({ driver })
    const page = await (await browser.get('/posts/create')).text()
    const fields = { title: 'One', _token: tokenIn(page) }
    expect((await browser.post('/posts', fields)).status).toBe(302)

    const stranger = await (await new Browser(application).get('/posts/create')).text()
    for (const token of ['', 'A'.repeat(86), tokenIn(stranger)]) {
      const response = await browser.post('/posts', { ...fields, _token: token })
      expect([response.status, await response.text()]).toEqual([
        403,
        expect.stringContaining('load it anew and send the form again'),
      ])
    }
    const forgotten = await browser.post('/posts', { title: 'One' })
    expect(await forgotten.text()).toContain('without its security token')
  })

  test.each(['X-CSRF-Token', 'X-XSRF-Token'])('a script sends the token in %s', async (header) => {
    const { application, browser } = await site()
    const token = tokenIn(await (await browser.get('/posts/create')).text())
    const cookie = `session=${browser.sessionCookie}`
    const send = (headers: Record<string, string>) =>
      application.fetch('/posts', {
        method: 'DELETE',
        headers: { cookie, accept: 'application/json', ...headers },
      })
    expect(await (await send({ [header]: token })).text()).toBe('deleted')
    expect(await (await send({})).json()).toMatchObject({ status: 403, code: 'E_CSRF_TOKEN' })
  })

  test('a token is of no use after a login, and of none to a stranger', async () => {
    const { browser } = await site()
    const token = tokenIn(await (await browser.get('/posts/create')).text())
    await browser.get('/login')
    expect((await browser.post('/posts', { title: 'One', _token: token })).status).toBe(403)
  })

  test('who has no session, or one that is over, is a stranger and needs no token', async () => {
    const { browser } = await site()
    expect((await browser.post('/posts', { title: 'One' })).status).toBe(302)
    const token = tokenIn(await (await browser.get('/posts/create')).text())
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3 * 3_600_000 })
    expect((await browser.post('/posts', { title: 'One', _token: token })).status).toBe(302)
  })

  test('a route may say that it takes forged requests too', async () => {
    const { browser } = await site()
    await browser.get('/start')
    expect((await browser.post('/webhook')).status).toBe(200)
    expect((await browser.post('/nowhere')).status).toBe(404)
  })

  test('an invalid form is sent back to its page, with messages and what was typed but no password', async () => {
    const { browser, application } = await site()
    const token = tokenIn(await (await browser.get('/posts/create')).text())
    const refused = await application.fetch('/posts', {
      method: 'POST',
      body: new URLSearchParams({ title: '', author: '<Ada>', password: 'secret', _token: token }),
      headers: { cookie: `session=${browser.sessionCookie}`, referer: 'http://localhost/posts/create?a=1' },
    })
    expect([refused.status, refused.headers.get('location')]).toEqual([303, '/posts/create?a=1'])
    const page = await (await browser.get('/posts/create')).text()
    expect(page).toContain('<b>The title is missing.</b><i>&lt;Ada&gt;</i><u></u>')
    const again = await (await browser.get('/posts/create')).text()
    expect(again).toContain('<b></b><i>nobody</i><u></u>')
  })

  test.each([
    ['no Referer', {}],
    ['the Referer of another site', { referer: 'https://elsewhere.example/posts/create' }],
    // What a browser sends from a page with `Referrer-Policy: no-referrer`.
    ['Origin: null', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
  ])('a form that names no page to go back to is a 422 with its messages: %s', async (_what, headers) => {
    const { browser, application } = await site()
    const token = tokenIn(await (await browser.get('/posts/create')).text())
    const refused = await application.fetch('/posts', {
      method: 'POST',
      body: new URLSearchParams({ title: '', _token: token }),
      headers: { cookie: `session=${browser.sessionCookie}`, ...headers },
    })
    expect([refused.status, await refused.text()]).toEqual([
      422,
      expect.stringContaining('<li>The title is missing.</li>'),
    ])
    expect(await (await browser.get('/posts/create')).text()).toContain('<b></b>')
  })

  test.each([
    ['memory', 256 * 1024],
    ['cookie', 2 * 1024],
  ] as const)(
    'what was typed and is too much for a session stays in the browser: 422 (%s)',
    async (driver, most) => {
      const { application } = await site({ driver })
      const send = (bytes: number) =>
        application.fetch('/posts', {
          method: 'POST',
          redirect: 'manual',
          body: new URLSearchParams({ author: 'x'.repeat(bytes) }),
          headers: { referer: 'http://localhost/posts/create' },
        })
      const kept = await send(most - 100)
      expect(kept.status).toBe(303)
      const cookie = kept.headers.getSetCookie()[0]?.split(';')[0] ?? ''
      const page = await application.fetch('/posts/create', { headers: { cookie } })
      expect(await page.text()).toContain(`<i>${'x'.repeat(most - 100)}</i>`)

      for (const bytes of [most, 7 * 1024 * 1024]) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        const refused = await send(bytes)
        expect([refused.status, refused.headers.getSetCookie()]).toEqual([422, []])
        // oxlint-disable-next-line no-await-in-loop -- as above
        expect(await refused.text()).toContain('<li>The title is missing.</li>')
      }
    },
  )

  test('a message is shown once, behind the redirect', async () => {
    const { browser } = await site()
    const token = tokenIn(await (await browser.get('/posts/create')).text())
    await browser.post('/posts', { title: 'One & two', _token: token })
    expect(await (await browser.get('/posts/create')).text()).toContain('<p>Saved One &amp; two.</p>')
    expect(await (await browser.get('/posts/create')).text()).toContain('<p>-</p>')
  })

  test('JSON, and an app without sessions, get 422 with the messages', async () => {
    const { application } = await site()
    const send = (to: Application, type: string, body: string) =>
      to.fetch('/posts', { method: 'POST', body, headers: { 'content-type': type } })
    const document = await send(application, 'application/json', '{"title": null, "x": 1}')
    expect(document.status).toBe(302)
    const refused = await send(application, 'application/json', '{}')
    expect(refused.status).toBe(422)
    const none = createApp({ app }, [defineRoutes(define)])
    expect((await send(none, 'application/x-www-form-urlencoded', 'title=')).status).toBe(422)
  })

  test.each([
    ['http://localhost/posts?page=2#top', '/posts?page=2'],
    ['http://localhost//evil.example/x', '/evil.example/x'],
    ['http://localhost/\\evil.example', '/evil.example'],
    ['http://localhost/%2f/evil.example', '/%2f/evil.example'],
    ['http://evil.example/posts', '/fallback'],
    ['http://localhost.evil.example/', '/fallback'],
    ['http://localhost@evil.example/', '/fallback'],
    ['http://localhost:81/', '/fallback'],
    ['javascript://localhost/%0aalert(1)', '/fallback'],
    ['data:text/html,x', '/fallback'],
    ['//evil.example', '/fallback'],
    ['/posts', '/fallback'],
    ['', '/fallback'],
  ])('redirectBack() with Referer %j goes to %j', async (referer, location) => {
    const { application } = await site()
    const response = await application.fetch('/back', { method: 'POST', headers: { referer } })
    expect([response.status, response.headers.get('location')]).toEqual([303, location])
  })

  test('views outside of a request, and of apps without sessions, know no messages; a form that needs its token fails', async () => {
    const { application } = await site()
    expect(application.views.render('home')).toContain('<p>-</p>')
    expect(() => application.views.render('form')).toThrow(/outside of a request/)
  })
})
