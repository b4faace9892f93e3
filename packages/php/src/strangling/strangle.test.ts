import { setTimeout as wait } from 'node:timers/promises'
import {
  abort,
  createApp,
  defineRoutes,
  middleware,
  milliseconds,
  MemorySessionStore,
  sessions,
  text,
  type Application,
  type RouteBuilder,
  type SessionStore,
} from '@vanillin/core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { php, type PhpHandler } from '../bridge/php.ts'
import { PhpPages } from '../testing/php-pages.fixture.ts'
import { describeWith } from '../testing/programs.fixture.ts'
import { strangle } from './strangle.ts'

const KEY = 'for-tests-only-for-tests-only-for-tests'

describeWith('strangle()', ['php-fpm'], () => {
  let pages: PhpPages
  let legacy: PhpHandler
  let app: Application

  beforeAll(async () => {
    pages = await new PhpPages({
      'index.php': `<?php
        setcookie('from_php', '1');
        echo 'PHP ', $_SERVER['REQUEST_METHOD'], ' ', json_encode($_POST), ' ', session_status();`,
      'slow.php': '<?php usleep(200000); echo "PHP, slowly";',
    }).start()
  })

  afterAll(() => pages.remove())

  beforeEach(() => {
    legacy = php({ root: pages.root, fpm: pages.fpm.address })
    pages.takeHits()
  })

  afterEach(() => app.shutdown())

  function serve(define: (route: RouteBuilder) => void): Application {
    app = createApp({ app: { name: 'Front', key: KEY, log: { level: 'silent' } } }, [
      sessions(),
      defineRoutes((route) => {
        define(route)
        route.fallback(legacy)
      }),
    ])
    return app
  }

  const visit = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    app.fetch(`http://localhost${path}`, { headers })

  test('a share of the visitors gets the port, each always the same side', async () => {
    serve((route) => {
      route.get('/a', () => 'port').use(strangle(legacy, { percent: 30 }))
      route.get('/b', () => 'port').use(strangle(legacy, { percent: 30 }))
    })
    let ported = 0
    const places: string[] = []
    for (let visitor = 0; visitor < 60; visitor++) {
      const agent = { 'user-agent': `browser ${visitor}` }
      // oxlint-disable no-await-in-loop -- as a visitor goes from page to page
      const first = await visit('/a', agent)
      const side = (await first.text()) === 'port'
      if (side) ported += 1
      const cookie = first.headers.getSetCookie().find((line) => line.startsWith('vanillin_place='))!
      places.push(cookie)
      const again = await visit('/b', { 'user-agent': 'another', cookie: cookie.split(';').at(0)! })
      expect((await again.text()) === 'port').toBe(side)
      expect(again.headers.getSetCookie().join()).not.toContain('vanillin_place')
      // before the browser has the cookie, it gets the same side too
      if (visitor < 5) expect((await (await visit('/a', agent)).text()) === 'port').toBe(side)
      // oxlint-enable no-await-in-loop
    }
    expect(ported).toBeGreaterThan(8)
    expect(ported).toBeLessThan(30)
    expect(places.at(0)).toMatch(/^vanillin_place=\d{1,4}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/)
  })

  test('who has the port with a smaller share keeps it with a larger one', async () => {
    serve((route) => {
      route.get('/few', () => 'port').use(strangle(legacy, { percent: 10 }))
      route.get('/many', () => 'port').use(strangle(legacy, { percent: 50 }))
    })
    const answers = async (place: number): Promise<string[]> => {
      const cookie = { cookie: `vanillin_place=${place}` }
      const both = [await visit('/few', cookie), await visit('/many', cookie)]
      return Promise.all(both.map(async (response) => ((await response.text()) === 'port' ? 'port' : 'php')))
    }
    expect(await answers(999)).toEqual(['port', 'port'])
    expect(await answers(1000)).toEqual(['php', 'port'])
    expect(await answers(5000)).toEqual(['php', 'php'])
  })

  test('a header and a cookie choose a side', async () => {
    serve((route) => {
      route.get('/a', () => 'port').use(strangle(legacy, { percent: 0, header: 'X-Side', cookie: 'side' }))
    })
    expect(await (await visit('/a')).text()).toContain('PHP GET')
    expect(await (await visit('/a', { 'x-side': 'ported' })).text()).toBe('port')
    expect(await (await visit('/a', { cookie: 'side=ported' })).text()).toBe('port')
    expect(await (await visit('/a', { cookie: 'side=ported', 'x-side': 'php' })).text()).toContain('PHP GET')
    const other = await visit('/a', { 'x-side': 'something' })
    expect(await other.text()).toContain('PHP GET')
    expect(other.headers.get('vary')).toBe('X-Side, Cookie')
  })

  test('PHP answers in place of a port that throws, says 500 or takes too long', async () => {
    serve((route) => {
      const fallback = strangle(legacy, { timeout: milliseconds(40) })
      route.get('/throws', () => Promise.reject(new Error('broken'))).use(fallback)
      route.get('/throws-at-once', () => abort(500)).use(fallback)
      route.get('/status', () => text('maintenance', { status: 503 })).use(fallback)
      route
        .get('/hangs', async () => {
          await wait(300)
          return 'late'
        })
        .use(fallback)
      route.get('/missing', () => abort(404)).use(fallback)
    })
    for (const path of ['/throws', '/throws-at-once', '/status', '/hangs']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const response = await visit(path)
      expect([path, response.status]).toEqual([path, 200])
      // oxlint-disable-next-line no-await-in-loop -- as above
      expect(await response.text()).toContain('PHP GET')
    }
    expect((await visit('/missing')).status).toBe(404)
    expect(pages.takeHits()).toEqual(['GET /throws', 'GET /throws-at-once', 'GET /status', 'GET /hangs'])
  })

  test('in development the error of a port is shown', async () => {
    vi.stubEnv('NODE_ENV', 'development')
    serve((route) => {
      route.get('/throws', () => Promise.reject(new Error('my mistake'))).use(strangle(legacy))
    })
    vi.unstubAllEnvs()
    const response = await visit('/throws', { accept: 'text/html' })
    expect(response.status).toBe(500)
    expect(await response.text()).toContain('my mistake')
    expect(pages.takeHits()).toEqual([])
  })

  test('a port that is everybody’s says nothing of the other side', async () => {
    serve((route) => {
      route.get('/a', () => 'port').use(strangle(legacy))
    })
    const { headers } = await visit('/a')
    expect([headers.get('vary'), headers.getSetCookie()]).toEqual([null, []])
  })

  test('what others have set before PHP answers is sent along', async () => {
    const outer = middleware((request, next) => {
      request.cookies.set('theme', 'dark')
      return next()
    })
    serve((route) => {
      route.get('/a', () => 'port').use(outer, strangle(legacy, { percent: 0 }))
    })
    expect((await visit('/a')).headers.getSetCookie().map((line) => line.split('=', 1).join())).toEqual([
      'from_php',
      'theme',
    ])
  })

  test('what changes something is sent to one side, once', async () => {
    let calls = 0
    serve((route) => {
      route.group({ csrfProtection: false }, (open) => {
        open
          .post('/orders', () => {
            calls += 1
            return abort(500)
          })
          .use(strangle(legacy))
        open.post('/old-orders', () => 'port').use(strangle(legacy, { percent: 0 }))
      })
    })
    const post = (path: string): Promise<Response> =>
      app.fetch(`http://localhost${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'sku=7',
      })
    expect((await post('/orders')).status).toBe(500)
    expect(calls).toBe(1)
    expect(pages.takeHits()).toEqual([])
    expect(await (await post('/old-orders')).text()).toContain('PHP POST {"sku":"7"}')
    expect(pages.takeHits()).toEqual(['POST /old-orders'])
  })

  test('a form with _method reaches PHP as it was sent', async () => {
    serve((route) => {
      route.put('/posts/:id', () => 'port').use(strangle(legacy, { percent: 0 }))
    })
    const response = await app.fetch('http://localhost/posts/1', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: '_method=PUT&title=x',
    })
    expect(await response.text()).toContain('PHP POST {"_method":"PUT","title":"x"}')
  })

  test('what a port that failed has done to session and cookies is dropped, also when it goes on', async () => {
    let release!: () => void
    const pass = new Promise<void>((resolve) => (release = resolve))
    let isDone!: () => void
    const done = new Promise<void>((resolve) => (isDone = resolve))
    serve((route) => {
      route
        .get('/fails', (request) => {
          request.session.set('n', 1)
          request.cookies.set('port', '1')
          return abort(500)
        })
        .use(strangle(legacy))
      route
        .get('/slow.php', async (request) => {
          await pass
          request.session.set('n', 2)
          request.cookies.set('port', '1')
          await request.session.save()
          isDone()
          return 'late'
        })
        .use(strangle(legacy, { timeout: milliseconds(20) }))
    })
    expect((await visit('/fails')).headers.getSetCookie()).toEqual(['from_php=1'])
    const answer = visit('/slow.php')
    await vi.waitFor(() => expect(pages.takeHits()).toEqual(['GET /slow.php']))
    release()
    await done
    expect((await answer).headers.getSetCookie()).toEqual([])
  })

  test('a locked session is let go before PHP is asked', async () => {
    const store = new MemorySessionStore()
    let held = 0
    const locked: SessionStore = {
      isSynchronous: store.isSynchronous,
      description: 'memory',
      read: (key) => store.read(key),
      update: (key, change) => store.update(key, change),
      lock: async (key, heldMs) => {
        const unlock = await store.lock(key, heldMs)
        if (unlock === undefined) return undefined
        held += 1
        return async () => {
          held -= 1
          await unlock()
        }
      },
    }
    const seen: number[] = []
    const watched = php({ root: pages.root, fpm: pages.fpm.address })
    app = createApp(
      { app: { name: 'Front', key: KEY, log: { level: 'silent' } }, session: { driver: locked, lock: true } },
      [
        sessions(),
        defineRoutes((route) => {
          route.get('/set', (request) => (request.session.set('n', 1), 'set'))
          route
            .get('/a', () => {
              seen.push(held)
              return abort(500)
            })
            .use(strangle(watched))
          route.get('/slow.php', () => 'port').use(strangle(watched, { percent: 0 }))
        }),
      ],
    )
    const cookie = (await visit('/set')).headers.getSetCookie().at(0)!.split(';').at(0)!
    expect(await (await visit('/a', { cookie })).text()).toContain('PHP GET')
    expect(seen).toEqual([1])
    expect(held).toBe(0)
    const answer = visit('/slow.php', { cookie })
    await vi.waitFor(() => expect(pages.takeHits().at(-1)).toBe('GET /slow.php'))
    expect(held).toBe(0)
    expect(await (await answer).text()).toBe('PHP, slowly')
  })

  test('settings that cannot be meant are refused where they are written', () => {
    serve(() => {})
    expect(() => strangle(legacy, { percent: 101 })).toThrow(/goes from 0 to 100/)
    expect(() => strangle(() => Promise.reject(new Error()))).toThrow(/what php\(/)
  })
})
