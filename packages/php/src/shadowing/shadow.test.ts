import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import {
  abort,
  createApp,
  defineRoutes,
  html,
  MemorySessionStore,
  milliseconds,
  minutes,
  redirect,
  sessions,
  type Application,
  type HttpRequest,
  type RouteBuilder,
} from '@vanillin/core'
import { cache, limitRequests, pageCache } from '@vanillin/cache/vanillin'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { php, type PhpHandler } from '../bridge/php.ts'
import { phpStatus, recorderOf } from '../status/php-status.ts'
import type { StatusReport } from '../status/status-report.ts'
import { readPhpStatus } from '../status/read-php-status.ts'
import { strangle } from '../strangling/strangle.ts'
import { PhpPages } from '../testing/php-pages.fixture.ts'
import { describeWith } from '../testing/programs.fixture.ts'
import type { ShadowOptions } from './shadow-options.ts'

describeWith('a port in the shadow', ['php-fpm'], () => {
  let pages: PhpPages
  let storage: string
  let app: Application | undefined
  let legacy: PhpHandler

  beforeAll(async () => {
    pages = await new PhpPages({
      'index.php': '<?php echo "<p>PHP</p>";',
      'page.php': `<?php echo "<form>\\n  <input type='hidden' name='_token' value='", uniqid(), "'>",
        "<p>Hello,   Ada</p>  <time>", date('H:i:s'), "</time></form>";`,
      'data.php': `<?php header('Content-Type: application/json'); echo '{"b":[1,2],"a":"x"}';`,
      'moved.php': `<?php header("Location: http://{$_SERVER['HTTP_HOST']}/there");`,
      'large.php': '<?php echo str_repeat("x", 1500000);',
      'streamed.php': '<?php for ($i = 0; $i < 9; $i++) { echo str_repeat("x", 60000); flush(); }',
      'gzip.php': '<?php ob_start("ob_gzhandler"); echo "<p>Hello</p>";',
    }).start()
  })

  afterAll(() => pages.remove())

  beforeEach(() => {
    storage = mkdtempSync(join(tmpdir(), 'vanillin-shadow-'))
    legacy = php({ root: pages.root, fpm: pages.fpm.address })
  })

  afterEach(stop)

  async function stop(): Promise<void> {
    await app?.shutdown()
    app = undefined
    rmSync(storage, { recursive: true, force: true })
  }

  /** The config of an app with sessions. */
  const withSessions = <Session extends object>(session: Session) => ({
    app: {
      name: 'Front',
      key: 'for-tests-only-for-tests-only-for-tests',
      storage,
      log: { level: 'silent' as const },
    },
    session,
  })

  /** Pages that no shadow has: one puts a 1 into the session, one shows it. */
  function sessionPages(route: RouteBuilder): void {
    route.get('/set', (request) => (request.session.set('n', 1), 'set'))
    route.get('/read', (request) => ({ n: request.session.get('n') }))
  }

  /** Of the session that the app's page /set begins. */
  async function sessionCookie(): Promise<string> {
    return (await app!.fetch('/set')).headers.getSetCookie().at(0)!.split(';').at(0)!
  }

  type Port = (request: HttpRequest) => unknown

  /** A new app with this port, and the answer to one request for it. */
  async function ask(
    path: string,
    port: Port,
    shadow: ShadowOptions | true = true,
    method = 'GET',
  ): Promise<Response> {
    await stop()
    app = createApp({ app: { name: 'Front', storage, log: { level: 'silent' } } }, [
      phpStatus(),
      defineRoutes((route) => {
        route.get(path, port).use(strangle(legacy, { percent: 0, shadow }))
      }),
    ])
    return app.fetch(`http://localhost${path}?secret=1`, {
      method,
      headers: { 'accept-encoding': 'gzip' },
    })
  }

  /** What the status says once the port was compared. */
  async function outcome(): Promise<StatusReport> {
    let report!: StatusReport
    await vi.waitFor(async () => {
      await recorderOf(app!)!.write()
      report = await readPhpStatus(storage)
      const { same, different, skipped } = report.rows.at(0)!.shadow
      expect(same + different + skipped).toBe(1)
    })
    return report
  }

  test('the visitor gets PHP, and the same page but for tokens, spaces and what was named is the same', async () => {
    const response = await ask(
      '/page.php',
      () =>
        `<form><input name="_token" type="hidden" value="mine"><p>Hello, Ada</p>\n<time>${new Date().toISOString()}</time></form>`,
      { ignore: [/<time>.*?<\/time>/] },
    )
    expect(await response.text()).toContain('Hello,   Ada')
    const { rows, differences } = await outcome()
    expect(rows[0]).toMatchObject({ path: '/page.php', state: 'split', shadow: { same: 1, different: 0 } })
    expect(rows.at(0)!.php.requests).toBe(1)
    expect(rows.at(0)!.ported.requests).toBe(0)
    expect(differences).toEqual([])
  })

  test('JSON is compared by its members', async () => {
    await ask('/data.php', () => ({ a: 'x', b: [1, 2] }))
    expect((await outcome()).rows.at(0)!.shadow.same).toBe(1)
  })

  test('an absolute Location is the same as its path', async () => {
    await ask('/moved.php', () => redirect('/there'), { headers: ['location'] })
    expect((await outcome()).rows.at(0)!.shadow.same).toBe(1)
  })

  test('another Location is noted without the values of its query', async () => {
    await ask('/moved.php', () => redirect('/elsewhere?token=secret-1&b#c'), { headers: ['location'] })
    expect((await outcome()).differences.at(0)!.headers).toEqual([
      { name: 'location', php: '/there', port: '/elsewhere?token=…&b#c' },
    ])
  })

  test('a compressed page of PHP is read', async () => {
    await ask('/gzip.php', () => '<p>Hello</p>')
    expect((await outcome()).rows.at(0)!.shadow.same).toBe(1)
  })

  test('of HEAD there is no body to compare', async () => {
    await ask('/page.php', () => 'another page', true, 'HEAD')
    expect((await outcome()).rows.at(0)!.shadow.same).toBe(1)
  })

  test('what differs is noted with the place, and without values of the query', async () => {
    const response = await ask('/data.php', () => ({ a: 'x', b: [1, 3] }))
    expect(await response.text()).toBe('{"b":[1,2],"a":"x"}')
    const { differences } = await outcome()
    expect(differences).toHaveLength(1)
    expect(differences[0]).toMatchObject({ route: 'GET /data.php', path: '/data.php?secret=…', headers: [] })
    expect(differences.at(0)!.body!.php).toContain('2\n ]')
    expect(differences.at(0)!.body!.port).toContain('3\n ]')
  })

  test('a status, a header and a body that differ, and a port that fails or is too slow', async () => {
    const cases: readonly (readonly [Port, object, ShadowOptions?])[] = [
      [() => abort(404), { status: [200, 404] }],
      [() => Promise.reject(new Error('broken')), { status: [200, 500] }],
      [
        () => html('<p>PHP</p>', { headers: { 'Content-Type': 'text/plain' } }),
        { headers: [{ name: 'content-type', port: 'text/plain' }] },
      ],
      [
        () => wait(500).then(() => 'late'),
        { failure: 'The port took too long.' },
        { timeout: milliseconds(20) },
      ],
    ]
    for (const [port, expected, options] of cases) {
      // oxlint-disable no-await-in-loop -- an app after the other
      const response = await ask('/anything', port, options ?? true)
      expect(await response.text()).toBe('<p>PHP</p>')
      const { differences } = await outcome()
      expect(differences[0]).toMatchObject(expected)
      // oxlint-enable no-await-in-loop
    }
  })

  test('an answer that comes in pieces is sent whole, and one that is too large is not compared', async () => {
    const response = await ask('/streamed.php', () => 'x'.repeat(540_000))
    expect((await response.text()).length).toBe(540_000)
    expect((await outcome()).rows.at(0)!.shadow.same).toBe(1)
    const large = await ask('/large.php', () => 'x')
    expect((await large.text()).length).toBe(1_500_000)
    expect((await outcome()).rows.at(0)!.shadow.skipped).toBe(1)
  })

  test('the port sees the session and saves nothing of it', async () => {
    const store = new MemorySessionStore()
    const seen: unknown[] = []
    app = createApp(withSessions({ driver: store }), [
      phpStatus(),
      sessions(),
      defineRoutes((route) => {
        sessionPages(route)
        route
          .get('/', async (request) => {
            seen.push(request.isShadow, request.session.get('n'))
            request.session.set('n', 2)
            request.cookies.set('port', '1')
            await request.session.save()
            return '<p>PHP</p>'
          })
          .use(strangle(legacy, { percent: 0, shadow: true }))
      }),
    ])
    const cookie = await sessionCookie()
    const page = await app.fetch('/', { headers: { cookie } })
    expect(page.headers.getSetCookie()).toEqual([])
    await vi.waitFor(() => expect(seen).toEqual([true, 1]))
    expect(await (await app.fetch('/read', { headers: { cookie } })).json()).toEqual({ n: 1 })
  })

  test('a page cache around the port keeps no page of a session out of the shadow', async () => {
    const store = new MemorySessionStore()
    let shadows = 0
    app = createApp(withSessions({ driver: store }), [
      phpStatus(),
      cache(),
      sessions(),
      defineRoutes((route) => {
        route.get('/set', (request) => (request.session.set('name', 'Ada'), 'set'))
        route
          .get('/', (request) => {
            if (request.isShadow) shadows += 1
            return `<p>${request.session.has('name') ? 'Ada' : 'nobody'}</p>`
          })
          .use(
            strangle(legacy, { percent: 0, header: 'x-side', shadow: true }),
            pageCache({ ttl: minutes(5) }),
          )
      }),
    ])
    const cookie = await sessionCookie()
    await (await app.fetch('/', { headers: { cookie } })).text()
    await vi.waitFor(async () => {
      await recorderOf(app!)!.write()
      const { rows } = await readPhpStatus(storage)
      expect(rows.map(({ shadow }) => shadow.different)).toContain(1)
    })
    expect(shadows).toBe(1)
    const other = await app.fetch('/', { headers: { 'x-side': 'ported' } })
    expect(await other.text()).toBe('<p>nobody</p>')
  })

  test('a port that streams without an end is ended with its time', async () => {
    const streams: Readable[] = []
    const endless = (): Readable => {
      const stream = new Readable({ read() {} })
      stream.push('data: 1\n\n')
      streams.push(stream)
      return stream
    }
    await ask('/anything', endless, { timeout: milliseconds(50) })
    expect((await outcome()).differences[0]).toMatchObject({ failure: 'The port took too long.' })
    expect(streams).toHaveLength(1)
    await vi.waitFor(() => expect(streams.at(0)!.destroyed).toBe(true))
  })

  test('a port that takes no notice of its time counts until it is done: no more than eight run', async () => {
    let calls = 0
    let finish = (_answer: string): void => {}
    const held = new Promise<string>((resolve) => (finish = resolve))
    const port = (): Promise<string> => {
      calls += 1
      return held
    }
    const noted = async (): Promise<number> => {
      await recorderOf(app!)!.write()
      const { different, skipped } = (await readPhpStatus(storage)).rows.at(0)!.shadow
      return different + skipped
    }
    const visit = async (): Promise<string> => (await app!.fetch('http://localhost/anything')).text()
    await (await ask('/anything', port, { timeout: milliseconds(20) })).text()
    for (let visits = 2; visits <= 20; visits++) {
      // oxlint-disable no-await-in-loop -- the time of each is over before the next one comes
      await visit()
      await vi.waitFor(async () => expect(await noted()).toBe(visits))
      // oxlint-enable no-await-in-loop
    }
    expect(calls).toBeLessThanOrEqual(8)
    const before = calls
    finish('<p>PHP</p>')
    await vi.waitFor(async () => {
      await visit()
      expect(calls).toBeGreaterThan(before)
    })
  })

  test('a shadow uses up no limit of its route', async () => {
    let shadows = 0
    app = createApp({ app: { name: 'Front', storage, log: { level: 'silent' } } }, [
      phpStatus(),
      cache(),
      defineRoutes((route) => {
        route
          .get('/', (request) => {
            if (request.isShadow) shadows += 1
            return '<p>PHP</p>'
          })
          .use(
            strangle(legacy, { percent: 0, header: 'x-side', shadow: true }),
            limitRequests({ count: 1, window: minutes(10) }),
          )
      }),
    ])
    const visit = (side: string): Promise<Response> => app!.fetch('/', { headers: { 'x-side': side } })
    await visit('php')
    await visit('php')
    await vi.waitFor(() => expect(shadows).toBe(2))
    expect([(await visit('ported')).status, (await visit('ported')).status]).toEqual([200, 429])
  })

  test('the shadow takes no lock of the session', async () => {
    const locked = new MemorySessionStore()
    let shadows = 0
    app = createApp(withSessions({ driver: locked, lock: true, lockTimeout: milliseconds(300) }), [
      phpStatus(),
      sessions(),
      defineRoutes((route) => {
        sessionPages(route)
        route
          .get('/', (request) => {
            if (request.isShadow) shadows += 1
            return `<p>${String(request.session.get('n'))}</p>`
          })
          .use(strangle(legacy, { percent: 0, shadow: true }))
      }),
    ])
    const cookie = await sessionCookie()
    await (await app.fetch('/', { headers: { cookie } })).text()
    await vi.waitFor(() => expect(shadows).toBe(1))
    expect(await (await app.fetch('/read', { headers: { cookie } })).json()).toEqual({ n: 1 })
  })

  test('a form is sent to PHP alone', async () => {
    let calls = 0
    app = createApp({ app: { name: 'Front', storage, log: { level: 'silent' } } }, [
      phpStatus(),
      defineRoutes((route) => {
        route.post('/orders', () => (calls += 1)).use(strangle(legacy, { percent: 0, shadow: true }))
      }),
    ])
    const response = await app.fetch('/orders', { method: 'POST', body: 'x' })
    expect(await response.text()).toBe('<p>PHP</p>')
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    expect(calls).toBe(0)
  })
})
