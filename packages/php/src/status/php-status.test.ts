import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { abort, createApp, defineRoutes, sessions, type Application } from '@vanillin/core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { php, type PhpHandler } from '../bridge/php.ts'
import { strangle } from '../strangling/strangle.ts'
import { PhpPages } from '../testing/php-pages.fixture.ts'
import { describeWith } from '../testing/programs.fixture.ts'
import { phpStatus, recorderOf, type PhpStatusOptions } from './php-status.ts'
import { readPhpStatus } from './read-php-status.ts'

describeWith('phpStatus()', ['php-fpm'], () => {
  let pages: PhpPages
  let storage: string
  let legacy: PhpHandler
  let app: Application

  beforeAll(async () => {
    pages = await new PhpPages({
      'index.php': `<?php
        if (str_contains($_SERVER['REQUEST_URI'], 'nothing')) http_response_code(404);
        if (str_contains($_SERVER['REQUEST_URI'], 'broken')) http_response_code(500);
        echo 'PHP';`,
      'site.css': 'p {}',
    }).start()
  })

  afterAll(() => pages.remove())

  beforeEach(() => {
    storage = mkdtempSync(join(tmpdir(), 'vanillin-status-'))
    legacy = php({ root: pages.root, fpm: pages.fpm.address })
  })

  afterEach(async () => {
    await app.shutdown()
    vi.unstubAllEnvs()
    rmSync(storage, { recursive: true, force: true })
  })

  function serve(environment: 'development' | 'production', options?: PhpStatusOptions): void {
    vi.stubEnv('NODE_ENV', environment)
    app = createApp(
      {
        app: {
          name: 'Shop <3',
          storage,
          key: 'for-tests-only-for-tests-only-for-tests',
          log: { level: 'silent' },
        },
      },
      [
        sessions(),
        phpStatus(options),
        defineRoutes((route) => {
          route.get('/posts/:id', (request) => `port ${request.params.string('id')}`)
          route.get('/fails', () => abort(500)).use(strangle(legacy, { percent: 100 }))
          route.get('/login', (request) => (request.session.set('staff', true), 'in'))
          route.fallback(legacy).withoutSession()
        }),
      ],
    )
  }

  const status = async (path: string, init?: RequestInit): Promise<number> =>
    (await app.fetch(path, init)).status

  test('counts who answers what', async () => {
    serve('production')
    for (const path of [
      '/posts/1',
      '/posts/2',
      '/users/1',
      '/users/2',
      '/nothing/1',
      '/nothing/2',
      '/broken',
      '/site.css',
      '/fails',
      '/up',
    ])
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await status(path)
    await status('/posts/3', { method: 'HEAD' })
    await status('/users/3', { method: 'POST', body: 'x' })
    await recorderOf(app)!.write()
    const { rows, requests, routes, files, missing } = await readPhpStatus(storage)
    const seen = Object.fromEntries(
      rows.map(({ method, path, state, ported, php: by, fallbacks }) => [
        `${method} ${path}`,
        [state, ported.requests, by.requests, by.errors, fallbacks],
      ]),
    )
    expect(seen).toEqual({
      'GET /posts/:id': ['ported', 3, 0, 0, 0],
      'GET /users/:value': ['php', 0, 2, 0, 0],
      'POST /users/:value': ['php', 0, 1, 0, 0],
      'GET /broken': ['php', 0, 1, 1, 0],
      'GET /fails': ['ported', 0, 1, 0, 1],
    })
    expect({ requests, routes, files, missing }).toEqual({
      requests: { ported: 3, php: 5 },
      routes: { ported: 2, split: 0, php: 3 },
      files: 1,
      missing: 2,
    })
    expect(rows.find(({ path }) => path === '/users/:value')!.php.medianMs).toBeGreaterThan(0)
  })

  test('the page is there in development, and in production for whom the guard lets in', async () => {
    serve('development')
    await status('/posts/1')
    await status('/users/<b>')
    const page = await app.fetch('/_vanillin/php', { headers: { accept: 'text/html' } })
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page.headers.get('cache-control')).toBe('private, no-store')
    const html = await page.text()
    expect(html).toContain('Shop &lt;3')
    expect(html).toContain('<b>GET</b> /posts/:id')
    expect(html).not.toContain('<script')
    const report: unknown = await (
      await app.fetch('/_vanillin/php', { headers: { accept: 'application/json' } })
    ).json()
    expect(report).toMatchObject({ requests: { ported: 1, php: 1 } })
    expect(await (await app.fetch('/_vanillin/php', { method: 'POST', body: 'x' })).text()).toBe('PHP')
    await app.shutdown()

    serve('production')
    expect(await (await app.fetch('/_vanillin/php')).text()).toBe('PHP')
    await app.shutdown()

    serve('production', { mayView: (request) => request.session.get('staff') === true })
    expect(await status('/_vanillin/php')).toBe(404)
    const cookie = (await app.fetch('/login')).headers.getSetCookie().at(0)!.split(';').at(0)!
    expect(await status('/_vanillin/php', { headers: { cookie } })).toBe(200)
  })

  test('what was seen is written by itself, and when the app ends', async () => {
    serve('production')
    await status('/posts/1')
    await vi.waitFor(async () => expect((await readPhpStatus(storage)).requests.ported).toBe(1), 10_000)
    await status('/posts/1')
    await app.shutdown()
    expect((await readPhpStatus(storage)).requests.ported).toBe(2)
  })
})
