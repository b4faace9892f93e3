import { join } from 'node:path'
import { createApp, defineRoutes, sessions, type Application } from '@vanillin/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { phpSession } from '../sessions/php-session.ts'
import { PhpFileSessions } from '../sessions/files/php-file-sessions.ts'
import { PhpPages } from '../testing/php-pages.fixture.ts'
import { describeWith } from '../testing/programs.fixture.ts'
import { php } from './php.ts'

describeWith('a session with `lock: true` that PHP behind the bridge locks, too', ['php-fpm'], () => {
  let pages: PhpPages
  let app: Application
  let cookie: string
  /** What a ported action waits for. */
  let inAction: Promise<void>
  let goOn: () => void

  beforeAll(async () => {
    pages = await new PhpPages({
      'count.php': `<?php
        session_start();
        $_SESSION['n'] = ($_SESSION['n'] ?? 0) + 1;
        echo $_SESSION['n'];`,
    }).start()
    const folder = join(pages.fpm.folder, 'sessions')
    let isThere = (): void => {}
    inAction = new Promise((resolve) => (isThere = resolve))
    const permission = new Promise<void>((resolve) => (goOn = resolve))
    app = createApp(
      {
        app: { name: 'Front', key: 'for-tests-only-for-tests-only-for-tests', log: { level: 'silent' } },
        session: {
          driver: phpSession({ store: new PhpFileSessions({ folder }), shape: { n: 'int' } }),
          lock: true,
        },
      },
      [
        sessions(),
        defineRoutes((route) => {
          route.get('/ported', async (request) => {
            const before = request.session.get<number>('n') ?? 0
            isThere()
            await permission
            request.session.set('n', before + 1)
            return String(before + 1)
          })
          route.fallback(php({ root: pages.root, fpm: pages.fpm.address }))
        }),
      ],
    )
    const response = await app.fetch('http://localhost/count.php')
    cookie = response.headers.getSetCookie().at(0)!.split(';').at(0)!
  })

  afterAll(async () => {
    await app.shutdown()
    await pages.remove()
  })

  const visit = async (path: string): Promise<string> =>
    (await app.fetch(`http://localhost${path}`, { headers: { cookie } })).text()

  test('PHP does not wait for the request that waits for PHP', async () => {
    expect(await visit('/count.php')).toBe('2')
  })

  test('a ported action and a page of PHP take turns', async () => {
    const ported = visit('/ported')
    await inAction
    pages.takeHits()
    const counted = visit('/count.php')
    await expect.poll(() => pages.takeHits()).toEqual(['GET /count.php'])
    goOn()
    expect([await ported, await counted]).toEqual(['3', '4'])
  })
})
