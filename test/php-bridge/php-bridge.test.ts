import { createHash } from 'node:crypto'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createApp, defineRoutes, type Application, type CoreName } from 'vanillin'
import { php } from 'vanillin/php'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { PhpFpm } from '../../packages/php/src/testing/php-fpm.fixture.ts'
import { describeWith } from '../../packages/php/src/testing/programs.fixture.ts'
import { freePort } from '../../packages/php/src/upstreams/free-port.ts'
import { coresHere } from '../application/cores.ts'
import { comparable, exchange, type Sent } from './exchange.ts'
import { LegacyApp, SECRET } from './legacy-app.ts'
import type { RunningNginx } from '../fixtures/running-nginx.ts'
import { startNginxBefore } from './nginx-before-fpm.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const JSON_TYPE = { 'content-type': 'application/json' }

/** What is asked of both; `note` tells two of one path apart. */
const pages: readonly (readonly [path: string, sent?: Sent])[] = [
  ['/'],
  ['/index.php'],
  ['/news'],
  ['/news/2'],
  ['/news/9'],
  ['/news/1/'],
  ['/nothing/here.html'],
  ['/search?q=a%20b%26c&x[]=1&x[]=2'],
  ['/search?q=%C3%BC'],
  ['/search?'],
  ['/old-home'],
  ['/gone'],
  ['/account'],
  ['/api/items?page=3'],
  ['/api/items', { method: 'POST', headers: JSON_TYPE, body: '{"name":"ü"}' }],
  ['/api/items/1'],
  ['/api/items/9'],
  ['/api/items/1', { method: 'DELETE' }],
  ['/api/items/1', { method: 'PUT', headers: JSON_TYPE, body: '{"a":1}' }],
  ['/api/items/1', { method: 'PATCH', body: 'plain' }],
  ['/api/items/1', { method: 'OPTIONS' }],
  ['/caf%C3%A9'],
  ['/a%2Fb/c%5Cd'],
  ['/pages/hello.php?name=Ada'],
  ['/pages/hello.php?name=%3Cb%3E'],
  ['/pages/empty.php'],
  ['/pages/path-info.php'],
  ['/pages/path-info.php/one/t%20wo?three=3'],
  ['/pages/path-info.php/'],
  ['/pages/form.php?a=1', { method: 'POST', headers: FORM, body: 'a=2&list[]=x&list[]=y&deep[a][b]=c' }],
  ['/pages/form.php', { method: 'POST', headers: FORM, body: '' }],
  ['/pages/form.php', { method: 'POST', headers: FORM, body: '__proto__[x]=1&constructor[prototype]=2' }],
  ['/pages/form.php', { method: 'POST', headers: FORM, body: ['a=', '1', '&b=2'] }],
  ['/pages/raw.php', { method: 'POST', body: Buffer.alloc(200_000, 'raw') }],
  ['/pages/raw.php', { method: 'PUT', body: ['chunk ', 'by ', 'chunk'] }],
  ['/pages/raw.php', { method: 'POST', headers: JSON_TYPE, body: '{not json' }],
  ['/pages/unread.php', { method: 'POST', body: Buffer.alloc(150_000) }],
  ['/pages/json.php'],
  ['/pages/redirect.php'],
  ['/pages/redirect-status.php?status=301'],
  ['/pages/redirect-status.php?status=303'],
  ['/pages/redirect-status.php?status=308'],
  ['/pages/redirect-away.php'],
  ['/pages/refresh.php'],
  ['/pages/cookies.php', { headers: { cookie: ['a=1', 'b=two%20words'] } }],
  ['/pages/headers.php'],
  ['/pages/status.php?code=400'],
  ['/pages/status.php?code=503'],
  ['/pages/reason.php'],
  ['/pages/not-modified.php'],
  ['/pages/not-modified.php', { headers: { 'if-none-match': '"version-7"' } }],
  ['/pages/no-content.php'],
  ['/pages/length.php'],
  ['/pages/length.php', { method: 'HEAD' }],
  ['/pages/download.php?bytes=300000'],
  ['/pages/download.php?bytes=300000&length'],
  ['/pages/image.php'],
  ['/pages/latin1.php'],
  ['/pages/xml.php'],
  ['/pages/csv.php'],
  ['/pages/gzip.php'],
  ['/pages/warning.php'],
  ['/pages/exception.php'],
  ['/pages/include.php'],
  ['/pages/basic.php'],
  ['/pages/basic.php', { headers: { authorization: `Basic ${btoa('ada:love:lace')}` } }],
  ['/pages/stream.php'],
  ['/pages/events.php'],
  ['/pages/large.php'],
  ['/pages/output-buffer.php'],
  ['/pages/head.php', { method: 'HEAD' }],
  ['/pages/head.php', { method: 'POST' }],
  ['/pages/exit.php'],
  ['/shop/'],
  ['/shop/index.php'],
  ['/shop/item.php?id=7'],
]

function titled(
  [path, sent = {}]: (typeof pages)[number],
  index: number,
): [title: string, path: string, sent: Sent] {
  return [`${index + 1}. ${sent.method ?? 'GET'} ${path}`, path, sent]
}

/** Files are served by us, and a folder without its slash is sent to the one with it. */
const files: readonly string[] = [
  '/assets/site.css',
  '/assets/logo.svg',
  '/robots.txt',
  '/uploads/note.txt',
  '/admin/',
  '/admin/index.html',
]

/** None of these may show what is not for everybody, and none may run what is no page. */
const hostile: readonly string[] = [
  '/.env',
  '/%2eenv',
  '/.user.ini',
  '/.git/config',
  '/.git/hook.php',
  '/.git/hook.php/x',
  '/config.inc',
  '/config.php.bak',
  '/config.php~',
  '/CONFIG.PHP.BAK',
  '/old.phtml',
  '/tool.phar',
  '/innocent.txt',
  '/link.txt',
  '/link.php',
  '/link/secret.txt',
  '/link/secret.php',
  '/storage/hidden.php',
  '/storage/shown.txt',
  '/..%2foutside/secret.txt',
  '/pages/..%2f..%2foutside%2fsecret.php',
  '/pages/%2e%2e/%2e%2e/outside/secret.php',
  '/pages/..%5c..%5coutside%5csecret.php',
  '/pages/hello.php%00.css',
  '/.env%00.txt',
  '/.env/',
  '/.env.',
  '/config.inc%20',
  '/config.inc/x',
  '//outside/secret.txt',
  '/pages//../.env',
]

describeWith('a PHP app through the bridge', ['php-fpm', 'nginx'], () => {
  let legacy: LegacyApp
  let fpm: PhpFpm
  let nginx: RunningNginx

  beforeAll(async () => {
    legacy = new LegacyApp()
    fpm = await new PhpFpm({ lines: ['env[APPLICATION_ENV] = fpm'] }).start()
    nginx = await startNginxBefore({ root: legacy.root, fpm: fpm.address })
  })
  afterAll(async () => {
    await nginx.stop()
    await fpm.remove()
    legacy.remove()
  })

  async function serve(
    core: CoreName,
    options: Partial<Parameters<typeof php>[0]> = {},
  ): Promise<[Application, string]> {
    const app = createApp({ app: { name: 'Front', log: { level: 'silent' } } }, [
      defineRoutes((route) => {
        route.get('/ported', () => 'ported')
        route.fallback(php({ root: legacy.root, fpm: fpm.address, ...options }))
      }),
    ])
    const { port } = await app.listen({ port: 0, core })
    return [app, `http://127.0.0.1:${port}`]
  }

  describe.each(coresHere())('on the %s core', (core) => {
    let app: Application
    let origin: string

    beforeAll(async () => {
      ;[app, origin] = await serve(core)
    })
    afterAll(() => app.shutdown())

    test('a ported route is ours, its neighbours are not', async () => {
      expect(String((await exchange(origin, '/ported')).body)).toBe('ported')
      expect(String((await exchange(origin, '/ported/not')).body)).toContain('Nothing at /ported/not.')
    })

    test.each(pages.map(titled))('%s: as nginx and php-fpm answer it', async (_title, path, sent) => {
      const expected = await exchange(nginx.origin, path, sent)
      const ours = await exchange(origin, path, sent)
      expect(comparable(ours)).toEqual(comparable(expected))
      const length = expected.headers['content-length']
      if (length !== undefined) expect(ours.headers['content-length']).toEqual(length)
    })

    test.each(files)('%s is served as a file, as nginx does it', async (path) => {
      const [ours, theirs] = await Promise.all([exchange(origin, path), exchange(nginx.origin, path)])
      const shown = ({ status, headers, body }: typeof ours) => ({
        status,
        type: headers['content-type'],
        modified: headers['last-modified'],
        ranges: headers['accept-ranges'],
        caching: headers['cache-control'],
        policy: headers['content-security-policy'],
        body: String(body),
      })
      expect(shown(ours)).toEqual(shown(theirs))
      const again = await exchange(origin, path, {
        headers: { 'if-none-match': ours.headers['etag']?.[0] ?? '' },
      })
      expect([again.status, again.body.length]).toEqual([304, 0])
      const part = await exchange(origin, path, { headers: { range: 'bytes=0-3' } })
      expect([part.status, String(part.body)]).toEqual([206, String(ours.body).slice(0, 4)])
      expect((await exchange(origin, path, { method: 'POST' })).status).toBe(405)
    })

    test.each(['/admin', '/shop?a=1'])('%s is sent to the folder with its slash', async (path) => {
      const [ours, theirs] = await Promise.all([exchange(origin, path), exchange(nginx.origin, path)])
      expect([ours.status, ours.headers['location']]).toEqual([theirs.status, theirs.headers['location']])
    })

    test.each(hostile)('%s shows nothing', async (path) => {
      const { status, body } = await exchange(origin, path)
      expect([400, 404]).toContain(status)
      expect(body.toString()).not.toContain(SECRET)
      expect(body.toString()).not.toContain('<?php')
    })

    test('$_SERVER is that of nginx, key by key', async () => {
      const sent: Sent = {
        method: 'POST',
        headers: {
          ...FORM,
          accept: 'text/html, */*;q=0.8',
          'accept-language': 'de-CH',
          cookie: ['a=1', 'b=2'],
          referer: 'http://example.com/?x=1',
          'user-agent': 'Test/1.0',
          'x-custom-header': 'value; with="marks"',
          'x-requested-with': 'XMLHttpRequest',
          authorization: `Basic ${btoa('user:word')}`,
        },
        body: 'a=1',
      }
      const path = '/pages/server.php/extra/path?a=1&b=%20'
      const dump = async (from: string): Promise<Record<string, unknown>> => {
        const { server } = JSON.parse(String((await exchange(from, path, sent)).body)) as {
          server: Record<string, unknown>
        }
        const ports = new RegExp(`:${new URL(from).port}$`)
        return { ...server, HTTP_HOST: String(server['HTTP_HOST']).replace(ports, ':PORT') }
      }
      const [ours, theirs] = [await dump(origin), await dump(nginx.origin)]
      // those that are of this connection
      const own = ['SERVER_PORT', 'REMOTE_PORT', 'REQUEST_TIME', 'REQUEST_TIME_FLOAT', 'SERVER_SOFTWARE']
      const compared = (server: Record<string, unknown>) =>
        Object.fromEntries(Object.entries(server).filter(([name]) => !own.includes(name)))
      expect(compared(ours)).toEqual(compared(theirs))
      expect(Object.keys(ours).toSorted()).toEqual(Object.keys(theirs).toSorted())
      expect(ours['REMOTE_PORT']).toMatch(core === 'node' ? /^[1-9]\d*$/ : /^$/)
      expect(ours['SERVER_PORT']).toBe(new URL(origin).port)
      expect([ours['PHP_AUTH_USER'], ours['PHP_AUTH_PW']]).toEqual(['user', 'word'])
    })

    test('a client cannot write variables that are not its own', async () => {
      const headers = {
        proxy: 'http://evil.example',
        x_forwarded_for: '1.2.3.4',
        'x-forwarded-for': '1.2.3.4',
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'evil.example',
        forwarded: 'for=1.2.3.4',
        'x-real-ip': '1.2.3.4',
      }
      const { body } = await exchange(origin, '/pages/server.php', { headers })
      expect(String(body)).not.toContain('1.2.3.4')
      expect(String(body)).not.toContain('evil')
      const { server } = JSON.parse(String(body)) as { server: Record<string, string> }
      expect([server['REMOTE_ADDR'], server['HTTPS'], server['REQUEST_SCHEME']]).toEqual([
        '127.0.0.1',
        undefined,
        'http',
      ])
    })

    test('a form with files reaches PHP as it was sent', async () => {
      const form = new FormData()
      form.set('title', 'Ünïcode')
      form.append('list[]', 'a')
      form.append('list[]', 'b')
      form.set('photo', new Blob([Buffer.alloc(300_000, 'photo')], { type: 'image/png' }), 'my "photo".png')
      form.append('many[]', new Blob(['one']), 'one.txt')
      form.append('many[]', new Blob(['two']), 'two.txt')
      form.set('none', new Blob([]), '')
      const request = new Request(origin, { method: 'POST', body: form })
      const sent = {
        method: 'POST',
        headers: { 'content-type': request.headers.get('content-type')! },
        body: Buffer.from(await request.arrayBuffer()),
      }
      const ours = await exchange(origin, '/pages/upload.php', sent)
      expect(comparable(ours)).toEqual(comparable(await exchange(nginx.origin, '/pages/upload.php', sent)))
      const { files: received } = JSON.parse(String(ours.body)) as {
        files: Record<string, { size: number; sha1: string; uploaded: boolean }[]>
      }
      expect(received['photo']).toMatchObject([
        {
          size: 300_000,
          sha1: createHash('sha1').update(Buffer.alloc(300_000, 'photo')).digest('hex'),
          uploaded: true,
        },
      ])
    })

    test('one login, over several pages and with the session of PHP', async () => {
      const cookies = new Map<string, string>()
      const visit = async (path: string, sent: Sent = {}) => {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
        const received = await exchange(origin, path, {
          ...sent,
          headers: { ...sent.headers, ...(cookie !== '' && { cookie }) },
        })
        for (const line of received.headers['set-cookie'] ?? []) {
          const [name = '', value = ''] = line.replace(/;.*/, '').split('=')
          cookies.set(name, value)
        }
        return received
      }
      expect((await visit('/account')).headers['location']).toEqual(['/login'])
      const token = /name="csrf" value="(\w+)"/.exec(String((await visit('/login')).body))?.[1]
      const login = (fields: string) => visit('/login', { method: 'POST', headers: FORM, body: fields })
      expect((await login('name=ada&password=lovelace')).status).toBe(419)
      expect((await login(`csrf=${token}&name=ada&password=wrong`)).status).toBe(422)
      const before = cookies.get('PHPSESSID')
      const done = await login(`csrf=${token}&name=ada&password=lovelace`)
      expect([done.status, done.headers['location']]).toEqual([302, ['/account']])
      expect(cookies.get('PHPSESSID')).not.toBe(before)
      expect(String((await visit('/account')).body)).toContain('Hello ada.')
      expect((await visit('/logout')).status).toBe(303)
      expect((await visit('/account')).headers['location']).toEqual(['/login'])
    })

    test('output is sent as it comes, and head and body of one that waits are not held back', async () => {
      const response = await fetch(`${origin}/pages/stream.php?gate=${core}`)
      const lines = response.body!.pipeThrough(new TextDecoderStream()).getReader()
      expect((await lines.read()).value).toBe('first\n')
      legacy.openGate(core, 0)
      expect((await lines.read()).value).toBe('second\n')
      legacy.openGate(core, 1)
      expect((await lines.read()).value).toBe('third\n')
      legacy.openGate(core, 2)
      expect((await lines.read()).done).toBe(true)
    })

    test('a client that leaves frees the worker that wrote for it', async () => {
      expect((await fpm.status()).running).toBe(0)
      const { port } = new URL(origin)
      const client = connect({ host: '127.0.0.1', port: Number(port) })
      client.write('GET /pages/endless.php HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
      await new Promise((resolve) => client.once('data', resolve))
      expect((await fpm.status()).running).toBe(1)
      client.destroy()
      await vi.waitFor(async () => expect((await fpm.status()).running).toBe(0), { timeout: 20_000 })
    })

    test('a script that dies within its output cuts the connection: nobody takes a half for the whole', async () => {
      const { status, body } = await exchange(origin, '/pages/fatal-late.php')
      // PHP itself ends the answer in order; what it reports is in the log
      expect([status, String(body).startsWith('before before')]).toEqual([200, true])
    })
  })

  test('folders that links may lead to are served, and no script is run from there', async () => {
    const [app, origin] = await serve('node', { linkedFolders: [`${legacy.folder}/linked`] })
    expect(String((await exchange(origin, '/storage/shown.txt')).body)).toBe('shown through a link')
    for (const path of ['/storage/hidden.php', '/link/secret.txt', '/link.txt']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { status, body } = await exchange(origin, path)
      expect([path, status, String(body).includes(SECRET)]).toEqual([path, 404, false])
    }
    await app.shutdown()
  })

  test('a file that PHP lets the server send, out of the folders that are named', async () => {
    const folder = join(legacy.folder, 'private')
    mkdirSync(join(folder, 'a b'), { recursive: true })
    writeFileSync(join(folder, 'report.txt'), 'the report')
    writeFileSync(join(folder, 'a b/ü.txt'), 'another')
    symlinkSync('../outside/secret.txt', join(folder, 'link.txt'))
    const [app, origin] = await serve('node', { sendsFiles: { '/protected': folder } })
    const ask = (query: string, sent?: Sent) => exchange(origin, `/pages/send-file.php?${query}`, sent)
    const { status, headers, body } = await ask('type=text/csv')
    expect([status, String(body), headers['content-type'], headers['content-disposition']]).toEqual([
      200,
      'the report',
      ['text/csv;charset=UTF-8'],
      ['attachment; filename="report.txt"'],
    ])
    expect([headers['cache-control'], headers['content-length'], headers['x-accel-redirect']]).toEqual([
      ['private'],
      ['10'],
      undefined,
    ])
    const part = await ask('', { headers: { range: 'bytes=4-' } })
    expect([part.status, String(part.body)]).toEqual([206, 'report'])
    const again = await ask('', {
      headers: { 'if-modified-since': new Date(Date.now() + 5_000).toUTCString() },
    })
    expect(again.status).toBe(304)
    expect(String((await ask('uri=/protected/a%2520b/%25C3%25BC.txt')).body)).toBe('another')
    expect(String((await ask(`path=${folder}/report.txt`)).body)).toBe('the report')
    const refused = [
      'uri=/protected/../outside/secret.txt',
      'uri=/protected/..%252foutside/secret.txt',
      'uri=/protected/link.txt',
      'uri=/protected/nothing.txt',
      'uri=/elsewhere/report.txt',
      'uri=/protected/',
      `path=${folder}/../outside/secret.txt`,
      `path=${legacy.folder}/outside/secret.txt`,
      'path=/etc/passwd',
    ]
    for (const query of refused) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const answer = await ask(query)
      expect([query, answer.status]).toEqual([query, 404])
      expect(String(answer.body)).not.toContain(SECRET)
    }
    await app.shutdown()

    const [closed, other] = await serve('node')
    const dropped = await exchange(other, '/pages/send-file.php')
    expect([dropped.status, String(dropped.body), dropped.headers['x-accel-redirect']]).toEqual([
      200,
      'PHP says nothing.',
      undefined,
    ])
    await closed.shutdown()
  })

  test('a root that is reached below a prefix', async () => {
    const app = createApp({ app: { name: 'Front', log: { level: 'silent' } } }, [
      defineRoutes((route) => {
        route.fallback('/old/*', php({ root: legacy.root, fpm: fpm.address, prefix: '/old' }))
      }),
    ])
    const { port } = await app.listen({ port: 0, core: 'node' })
    const origin = `http://127.0.0.1:${port}`
    const info = String((await exchange(origin, '/old/pages/path-info.php/x?y=1')).body)
    expect(info).toBe(
      'SCRIPT_NAME: /old/pages/path-info.php\nPHP_SELF: /old/pages/path-info.php/x\nPATH_INFO: /x\n' +
        'REQUEST_URI: /old/pages/path-info.php/x?y=1\nQUERY_STRING: y=1\n',
    )
    expect(String((await exchange(origin, '/old/assets/app.js')).body)).toContain('legacy')
    expect((await exchange(origin, '/old/shop')).headers['location']).toEqual(['/old/shop/'])
    expect((await exchange(origin, '/pages/path-info.php')).status).toBe(404)
    await app.shutdown()
  })

  test('a folder without an index is sent to its slash and then refused, as by nginx', async () => {
    const [app, origin] = await serve('node')
    for (const path of ['/assets', '/assets/', '/uploads/']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const [ours, theirs] = [await exchange(origin, path), await exchange(nginx.origin, path)]
      const seen = ({ status, headers }: typeof ours) => [path, status, headers['location']]
      expect(seen(ours)).toEqual(seen(theirs))
    }
    await app.shutdown()
  })

  test('an app with a file a page: what is no file is a 404 of ours', async () => {
    const [app, origin] = await serve('node', { frontController: false })
    expect((await exchange(origin, '/pages/hello.php')).status).toBe(200)
    const missing = await exchange(origin, '/news')
    expect([missing.status, String(missing.body).includes('Nothing at')]).toEqual([404, false])
    expect((await exchange(origin, '/pages/missing.php')).status).toBe(404)
    await app.shutdown()
  })

  test('variables of the app, and a trusted proxy that says who the client is', async () => {
    const app = createApp(
      { app: { name: 'Front', log: { level: 'silent' }, http: { trustedProxies: ['loopback'] } } },
      [
        defineRoutes((route) => {
          route.fallback(php({ root: legacy.root, fpm: fpm.address, env: { APPLICATION_ENV: 'bridge' } }))
        }),
      ],
    )
    const { port } = await app.listen({ port: 0, core: 'node' })
    const headers = {
      'x-forwarded-for': '9.9.9.9, 192.0.2.7',
      'x-forwarded-proto': 'https',
      host: 'shop.example',
    }
    const { body } = await exchange(`http://127.0.0.1:${port}`, '/pages/server.php', { headers })
    const { server, env } = JSON.parse(String(body)) as { server: Record<string, string>; env: string }
    expect(env).toBe('bridge')
    expect(server).toMatchObject({
      REMOTE_ADDR: '192.0.2.7',
      HTTP_X_FORWARDED_FOR: '192.0.2.7',
      HTTP_X_FORWARDED_PROTO: 'https',
      HTTPS: 'on',
      SERVER_PORT: '443',
      SERVER_NAME: 'shop.example',
    })
    await app.shutdown()
  })

  test('a root that php-fpm does not have is told from a page that is not there', async () => {
    const [app, origin] = await serve('node', {
      fpm: { address: fpm.address, root: '/var/www/elsewhere' },
    })
    expect((await exchange(origin, '/pages/hello.php')).status).toBe(502)
    await app.shutdown()
  })

  test('rules of a .htaccess, through to the script', async () => {
    const other = new LegacyApp()
    const write = (path: string, rules: string): void => writeFileSync(join(other.root, path), rules)
    write(
      '.htaccess',
      'RewriteEngine On\nRewriteRule ^item/(\\d+)$ shop/item.php?id=$1 [L]\nRewriteRule ^moved$ /news [R=301,L]\n' +
        'RewriteCond %{REQUEST_FILENAME} !-f\nRewriteCond %{REQUEST_FILENAME} !-d\nRewriteRule ^(.*)$ index.php [L]\n',
    )
    write('uploads/.htaccess', 'Require all denied')
    write('assets/.htaccess', 'DirectoryIndex site.css')
    const [app, origin] = await serve('node', { root: other.root, frontController: false })
    expect(String((await exchange(origin, '/item/7?id=9')).body)).toBe('Item 7')
    expect((await exchange(origin, '/moved?a=1')).headers['location']).toEqual(['/news?a=1'])
    expect(String((await exchange(origin, '/news/2')).body)).toContain('Article 2.')
    expect((await exchange(origin, '/uploads/note.txt')).status).toBe(403)
    expect(String((await exchange(origin, '/assets/')).body)).toContain('color-scheme')
    expect((await exchange(origin, '/.htaccess')).status).toBe(404)
    await app.shutdown()
    other.remove()
  })

  test('php-fpm over TCP, whose workers end after three requests: no request is lost', async () => {
    const port = await freePort()
    const short = await new PhpFpm({ port, workers: 3, lines: ['pm.max_requests = 3'] }).start()
    const [app, origin] = await serve('node', { fpm: { address: `127.0.0.1:${port}`, maxConnections: 2 } })
    const visit = async (index: number): Promise<string> => {
      const sent = index % 3 === 0 ? { method: 'POST', headers: FORM, body: `n=${index}` } : {}
      const { status, body } = await exchange(origin, `/pages/form.php?n=${index}`, sent)
      return `${status} ${(JSON.parse(String(body)) as { request: { n: string } }).request.n}`
    }
    const all = Array.from({ length: 60 }, (_, index) => index)
    expect(await Promise.all(all.map(visit))).toEqual(all.map((index) => `200 ${index}`))
    await app.shutdown()
    await short.remove()
  })

  test('the bridge on single routes, for one method and for all', async () => {
    const app = createApp({ app: { name: 'Front', log: { level: 'silent' } } }, [
      defineRoutes((route) => {
        const legacyApp = php({ root: legacy.root, fpm: fpm.address })
        route.get('/pages/hello.php', legacyApp)
        route.any('/pages/form.php', legacyApp)
      }),
    ])
    const { port } = await app.listen({ port: 0, core: 'node' })
    const origin = `http://127.0.0.1:${port}`
    expect(String((await exchange(origin, '/pages/hello.php?name=Ada')).body)).toBe('Hello, Ada.')
    expect((await exchange(origin, '/pages/hello.php', { method: 'POST' })).status).toBe(405)
    const form = { method: 'POST', headers: FORM, body: '_method=PUT&a=1' }
    expect(String((await exchange(origin, '/pages/form.php', form)).body)).toContain('"_method":"PUT"')
    expect((await exchange(origin, '/pages/empty.php')).status).toBe(404)
    await app.shutdown()
  })

  test('production, which believes for a second what it has found, shows the same', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    const [app, origin] = await serve('node')
    vi.unstubAllEnvs()
    for (const path of [
      '/',
      '/news/2',
      '/',
      '/pages/hello.php',
      '/pages/hello.php',
      '/assets/site.css',
      '/shop/',
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const [ours, theirs] = [await exchange(origin, path), await exchange(nginx.origin, path)]
      expect([path, ours.status, String(ours.body)]).toEqual([path, theirs.status, String(theirs.body)])
    }
    expect((await exchange(origin, '/.env')).status).toBe(404)
    await app.shutdown()
  })

  test('while PHP has too much to do, clients are told when to come back', async () => {
    const [app, origin] = await serve('node', {
      fpm: { address: fpm.address, maxConnections: 1, maxQueued: 0 },
    })
    const first = exchange(origin, '/pages/stream.php?gate=busy')
    await vi.waitFor(async () => {
      const { status, headers } = await exchange(origin, '/pages/hello.php')
      expect([status, headers['retry-after']]).toEqual([503, ['5']])
    })
    for (const index of [0, 1, 2]) legacy.openGate('busy', index)
    expect((await first).status).toBe(200)
    await app.shutdown()
  })

  test('headers beyond the limit are a 502', async () => {
    const [app, origin] = await serve('node', { maxHeaderBytes: 100 })
    expect((await exchange(origin, '/pages/hello.php')).status).toBe(200)
    expect((await exchange(origin, '/pages/headers.php')).status).toBe(502)
    await app.shutdown()
  })

  test('a body beyond the limit is refused, chunked or not, and PHP never sees it', async () => {
    const [app, origin] = await serve('node', { maxBodyBytes: 1_000 })
    const accepted = async (): Promise<number> => (await fpm.status()).accepted
    const own = -(await accepted()) + (await accepted())
    const before = await accepted()
    const large = { method: 'POST', body: Buffer.alloc(2_000) }
    expect((await exchange(origin, '/pages/raw.php', large)).status).toBe(413)
    const chunked = { method: 'POST', body: [Buffer.alloc(600), Buffer.alloc(600)] }
    expect((await exchange(origin, '/pages/raw.php', chunked)).status).toBe(413)
    expect((await accepted()) - before).toBe(own)
    await app.shutdown()
  })
})
