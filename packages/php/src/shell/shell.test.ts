import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  createApp,
  defineRoutes,
  milliseconds,
  minutes,
  Plugin,
  safeHtml,
  sessions,
  type Application,
  type BootItem,
} from '@vanillin/core'
import { cache, pageCache } from '@vanillin/cache/vanillin'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { php, type PhpHandler } from '../bridge/php.ts'
import { PhpFileSessions } from '../sessions/files/php-file-sessions.ts'
import { phpSession } from '../sessions/php-session.ts'
import { PhpPages } from '../testing/php-pages.fixture.ts'
import { describeWith } from '../testing/programs.fixture.ts'
import { phpFragments } from './php-fragments.ts'

const VIEWS = {
  'layout.eta': `<%= phpFragment('/_shell/header') %><main><%= content %></main>`,
  'page.eta': `<% layout('layout') %>page`,
  'slow.eta': `<%= phpFragment('/_shell/slow') %>`,
  'latin.eta': `<%= phpFragment('/_shell/latin1') %>`,
  'client.eta': `<%= phpFragment('/_shell/client') %>`,
  'mine.eta': `<%= phpFragment('/_shell/mine') %>`,
  'footer.eta': `<%= phpFragment('/_shell/footer?lang=de') %>`,
}

// Visitors who have a session of PHP.
const ADA = 'name=Ada; PHPSESSID=aaaaaaaaaaaaaaaaaaaaaaaaaa'
const BOB = 'name=Bob; PHPSESSID=bbbbbbbbbbbbbbbbbbbbbbbbbb'

describeWith('a page in the shell of PHP', ['php-fpm'], () => {
  let pages: PhpPages
  let folder: string
  let legacy: PhpHandler
  let app: Application

  beforeAll(async () => {
    pages = await new PhpPages({
      'index.php': `<?php
        session_start();
        if (str_contains($_SERVER['REQUEST_URI'], '/_shell/header')) {
          $_SESSION['n'] = ($_SESSION['n'] ?? 0) + 1;
          echo '<nav>', htmlspecialchars($_COOKIE['name'] ?? 'stranger'), ' ', $_SESSION['n'], '</nav>';
        } elseif (str_contains($_SERVER['REQUEST_URI'], '/_shell/footer')) {
          echo '<footer>', json_encode($_COOKIE), ' ', $_GET['lang'], ' ', $_SERVER['HTTP_HOST'], ' ', $_SERVER['REQUEST_METHOD'], '</footer>';
        } elseif (str_contains($_SERVER['REQUEST_URI'], '/_shell/client')) {
          echo json_encode(array_values(array_intersect(array_values($_SERVER), ['tlh', 'evil', 'evil.example'])));
        } elseif (str_contains($_SERVER['REQUEST_URI'], '/_shell/latin1')) {
          header('Content-Type: text/html; charset=ISO-8859-1');
          echo "caf\\xe9";
        } elseif (str_contains($_SERVER['REQUEST_URI'], '/_shell/mine')) {
          while ($_COOKIE['name'] === 'Eve' && !connection_aborted()) { usleep(20000); echo ' '; @ob_flush(); flush(); }
          echo $_COOKIE['name'];
        } elseif (str_contains($_SERVER['REQUEST_URI'], '/_shell/slow')) {
          usleep(300000); echo '<footer>slow</footer>';
        } else http_response_code(404);`,
    }).start()
  })

  afterAll(() => pages.remove())

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vanillin-shell-'))
    for (const [name, text] of Object.entries(VIEWS)) {
      const file = join(folder, 'app/views', name)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
    vi.stubEnv('VANILLIN_ROOT', folder)
    pages.takeHits()
    legacy = php({ root: pages.root, fpm: pages.fpm.address })
  })

  afterEach(async () => {
    await app.shutdown()
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true, force: true })
  })

  function serve(
    fragments: Parameters<typeof phpFragments>[1],
    bridge = legacy,
    boot: BootItem[] = [],
  ): void {
    app = createApp({ app: { name: 'Front', log: { level: 'silent' } } }, [
      ...boot,
      defineRoutes((route) => {
        route.group({ middleware: [phpFragments(bridge, fragments)] }, (group) => {
          group.get('/page', (request) => app.views.render('page', {}, request))
          for (const name of ['slow', 'latin', 'client', 'mine'])
            group.get(`/${name}`, (request) => app.views.render(name, {}, request))
          group.get('/footer', (request) => app.views.render('footer', {}, request))
        })
        route.get('/bare', (request) => app.views.render('page', {}, request))
      }),
    ])
  }

  const visit = (path: string, cookie = ''): Promise<Response> =>
    app.fetch(`http://localhost${path}`, { headers: { cookie, 'if-none-match': '"x"' } })

  test('PHP renders it for the visitor, whose session it may begin', async () => {
    serve({ '/_shell/header': {} })
    const first = await visit('/page', 'name=%3CAda%3E')
    expect(await first.text()).toBe('<nav>&lt;Ada&gt; 1</nav><main>page</main>')
    const session = first.headers
      .getSetCookie()
      .find((line) => line.startsWith('PHPSESSID='))!
      .split(';', 1)
      .join()
    const second = await visit('/page', `name=Ada; ${session}`)
    expect(await second.text()).toContain('<nav>Ada 2</nav>')
    expect(pages.takeHits()).toEqual(['GET /_shell/header', 'GET /_shell/header'])
  })

  test('a copy is for one visitor, and good for its time', async () => {
    serve({ '/_shell/header': { ttl: minutes(1) } })
    const texts = await Promise.all(
      [ADA, ADA, BOB].map(async (cookie) => (await visit('/page', cookie)).text()),
    )
    expect(texts.map((text) => text.slice(5, 8))).toEqual(['Ada', 'Ada', 'Bob'])
    expect(await (await visit('/page', BOB)).text()).toBe(texts[2])
    expect(pages.takeHits()).toHaveLength(2)
  })

  test('a session that PHP begins is for one visitor, though others have come with the same cookies', async () => {
    serve({ '/_shell/header': { ttl: minutes(1) } })
    const together = await Promise.all(
      ['', '', 'consent=1', 'consent=1'].map((cookie) => visit('/page', cookie)),
    )
    const all = [...together, await visit('/page'), await visit('/page', 'consent=1')]
    const begun = all.flatMap(({ headers }) =>
      headers.getSetCookie().filter((line) => line.startsWith('PHPSESSID=')),
    )
    expect(begun).toHaveLength(all.length)
    expect(new Set(begun).size).toBe(all.length)
  })

  test('what one client says of itself makes no copy for others', async () => {
    serve({ '/_shell/client': { ttl: minutes(1), per: 'everyone' } })
    const headers = { 'accept-language': 'tlh', 'user-agent': 'evil', 'x-forwarded-host': 'evil.example' }
    const first = await app.fetch('/client', { headers })
    expect(await first.text()).toBe('[]')
  })

  test('a copy for everyone is made without cookies, and gives none', async () => {
    serve({ '/_shell/footer?lang=de': { ttl: minutes(1), per: 'everyone' } })
    const first = await visit('/footer', 'name=Ada')
    expect(await first.text()).toBe('<footer>[] de localhost GET</footer>')
    expect(first.headers.getSetCookie()).toEqual([])
    await visit('/footer', 'name=Bob')
    expect(pages.takeHits()).toEqual(['GET /_shell/footer?lang=de'])
  })

  test('what one visitor has asked for, and did not wait for, the next one gets', async () => {
    serve({ '/_shell/slow': { ttl: minutes(1), per: 'everyone' } })
    const left = new AbortController()
    void app.fetch('http://localhost/slow', { signal: left.signal })
    await vi.waitFor(() => expect(pages.takeHits()).toEqual(['GET /_shell/slow']))
    left.abort()
    expect(await (await visit('/slow')).text()).toBe('<footer>slow</footer>')
    expect(pages.takeHits()).toEqual([])
  })

  test('what PHP writes in another charset is read as such', async () => {
    serve({ '/_shell/latin1': {} })
    expect(await (await visit('/latin')).text()).toBe('café')
  })

  test('visitors are told apart by what the app says', async () => {
    serve({ '/_shell/header': { ttl: minutes(1), per: (request) => request.cookies.get('user') ?? '' } })
    await visit('/page', 'user=7; name=Ada; changing=1')
    expect(await (await visit('/page', 'user=7; name=Eve; changing=2')).text()).toContain('Ada')
    expect(await (await visit('/page', 'user=8; name=Eve')).text()).toContain('Eve')
  })

  test('a page with a fragment for its visitor is kept in no page cache', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    serve({ '/_shell/header': { ttl: minutes(1) } }, legacy, [cache(), pageCache({ ttl: minutes(5) })])
    expect((await visit('/page', 'name=Ada')).headers.get('x-cache')).not.toBe('HIT')
    const other = await visit('/page', 'name=Bob')
    expect(other.headers.get('x-cache')).not.toBe('HIT')
    expect(await other.text()).toContain('Bob')
    await app.shutdown()

    const footer = { '/_shell/footer?lang=de': { ttl: minutes(1), per: 'everyone' } } as const
    serve(footer, legacy, [cache(), pageCache({ ttl: minutes(5) })])
    await visit('/footer', 'name=Ada')
    expect((await visit('/footer', 'name=Bob')).headers.get('x-cache')).toBe('HIT')
  })

  test('without PHP the page has the last copy, or what was named for it, and does not wait again', async () => {
    const options = { fallback: safeHtml`<nav>home</nav>` }
    const slow = { timeout: milliseconds(50) }
    serve({ '/_shell/header': options }, php({ root: pages.root, fpm: join(folder, 'nobody.sock') }))
    expect(await (await visit('/page')).text()).toBe('<nav>home</nav><main>page</main>')
    await app.shutdown()

    serve({ '/_shell/header': options, '/_shell/slow': slow, '/_shell/missing': {} })
    expect(await (await visit('/page', ADA)).text()).toContain('Ada')
    pages.takeHits()
    await visit('/page', ADA)
    // the slow one rests, the others are asked again
    expect(pages.takeHits().toSorted()).toEqual(['GET /_shell/header', 'GET /_shell/missing'])
    await pages.fpm.stop()
    expect(await (await visit('/page', ADA)).text()).toMatch(/<nav>Ada \d<\/nav>/)
    expect(await (await visit('/page', 'name=New')).text()).toContain('<nav>home</nav>')
    await pages.fpm.start()
  })

  test('a fragment that is late for one visitor rests for him alone', async () => {
    serve({ '/_shell/mine': { timeout: milliseconds(700), fallback: safeHtml`late` } })
    const eve = 'name=Eve; PHPSESSID=eeeeeeeeeeeeeeeeeeeeeeeeee'
    expect(await (await visit('/mine', eve)).text()).toBe('late')
    expect(await (await visit('/mine', ADA)).text()).toBe('Ada')
    pages.takeHits()
    expect(await (await visit('/mine', eve)).text()).toBe('late')
    expect(pages.takeHits()).toEqual([])
  })

  test('a fragment of a visitor whose session this side has locked is refused, and not waited for', async () => {
    const messages: string[] = []
    class Watch extends Plugin {
      override onError(error: unknown): undefined {
        messages.push((error as Error).message)
      }
    }
    const serveLocked = (fragments: Parameters<typeof phpFragments>[1]): void => {
      const session = {
        driver: phpSession({ store: new PhpFileSessions({ folder }) }),
        lock: true,
      }
      app = createApp(
        {
          app: { name: 'Front', key: 'for-tests-only-for-tests-only-for-tests', log: { level: 'silent' } },
          session,
        },
        [
          new Watch(),
          sessions(),
          defineRoutes((route) => {
            route
              .get('/page', (request) => app.views.render('page', {}, request))
              .use(phpFragments(legacy, fragments))
            route
              .get('/footer', (request) => app.views.render('footer', {}, request))
              .use(phpFragments(legacy, fragments))
          }),
        ],
      )
    }
    serveLocked({ '/_shell/header': {} })
    expect((await visit('/page', ADA)).status).toBe(500)
    expect(messages).toEqual([
      expect.stringMatching(/fetches \/_shell\/header with the session of the visitor.*`lock: true`/),
    ])
    expect(pages.takeHits()).toEqual([])
    await app.shutdown()

    serveLocked({ '/_shell/footer?lang=de': { per: 'everyone' } })
    expect(await (await visit('/footer', ADA)).text()).toContain('<footer>')
  })

  test('a view that names a fragment which its route does not fetch says so', async () => {
    serve({ '/_shell/header': {} })
    await visit('/page')
    expect((await visit('/bare')).status).toBe(500)
    expect(() => app.views.render('footer')).toThrow(/was not fetched for this page: name it in phpFragments/)
  })
})
