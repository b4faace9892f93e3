import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { createApp, defineRoutes, type Application } from 'vanillin'
import { php } from 'vanillin/php'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { PhpFpm } from '../../packages/php/src/testing/php-fpm.fixture.ts'
import { describeWith } from '../../packages/php/src/testing/programs.fixture.ts'
import { comparable, exchange, type Received, type Sent } from './exchange.ts'
import { LegacyApp } from './legacy-app.ts'
import type { RunningNginx } from '../fixtures/running-nginx.ts'
import { startNginxBefore } from './nginx-before-fpm.ts'

/** The PHP of the command line tells its version, where php-fpm is set up not to. */
function withoutVersion({ headers, ...received }: Received): Received {
  const { 'x-powered-by': _version, ...others } = headers
  return { ...received, headers: others }
}

type Options = Parameters<typeof php>[0]

const apps: Application[] = []
const servers: Server[] = []

afterEach(async () => {
  for (const app of apps.splice(0)) await app.shutdown() // oxlint-disable-line no-await-in-loop -- one after the other
  for (const server of servers.splice(0)) server.close()
})

async function serve(options: Options): Promise<string> {
  const app = createApp({ app: { name: 'Front', log: { level: 'silent' } } }, [
    defineRoutes((route) => {
      route.fallback(php(options))
    }),
  ])
  apps.push(app)
  const { port } = await app.listen({ port: 0, core: 'node' })
  return `http://127.0.0.1:${port}`
}

/** What any PHP answers alike, whoever runs it. */
const pages: readonly (readonly [path: string, sent?: Sent])[] = [
  ['/'],
  ['/news/2'],
  ['/search?q=a%20b&x[]=1'],
  ['/nothing'],
  ['/api/items', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":"ü"}' }],
  ['/api/items/1', { method: 'DELETE' }],
  ['/pages/path-info.php/one/t%20wo?three=3'],
  [
    '/pages/form.php?a=1',
    { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=2&l[]=x' },
  ],
  ['/pages/raw.php', { method: 'POST', body: Buffer.alloc(200_000, 'raw') }],
  ['/pages/raw.php', { method: 'PUT', body: ['chunk ', 'by ', 'chunk'] }],
  ['/pages/cookies.php', { headers: { cookie: ['a=1', 'b=2'] } }],
  ['/pages/redirect.php'],
  ['/pages/headers.php'],
  ['/pages/status.php?code=503'],
  ['/pages/not-modified.php', { headers: { 'if-none-match': '"version-7"' } }],
  ['/pages/length.php', { method: 'HEAD' }],
  ['/pages/download.php?bytes=300000'],
  ['/pages/latin1.php'],
  ['/pages/include.php'],
  ['/pages/basic.php', { headers: { authorization: `Basic ${btoa('ada:love:lace')}` } }],
  ['/pages/large.php'],
  ['/shop/'],
]

describeWith('upstreams of the bridge', ['php', 'php-fpm', 'nginx'], () => {
  let legacy: LegacyApp
  let fpm: PhpFpm
  let nginx: RunningNginx

  beforeAll(async () => {
    legacy = new LegacyApp()
    fpm = await new PhpFpm().start()
    nginx = await startNginxBefore({ root: legacy.root, fpm: fpm.address })
  })
  afterAll(async () => {
    await nginx.stop()
    await fpm.remove()
    legacy.remove()
  })

  async function expectSamePages(origin: string): Promise<void> {
    for (const [path, sent] of pages) {
      // oxlint-disable-next-line no-await-in-loop -- one worker answers
      const [ours, theirs] = [await exchange(origin, path, sent), await exchange(nginx.origin, path, sent)]
      expect([path, comparable(withoutVersion(ours))]).toEqual([path, comparable(theirs)])
    }
  }

  test('a web server with PHP, by HTTP: it gets everything', async () => {
    const origin = await serve({ http: nginx.origin })
    await expectSamePages(origin)
    const own = {
      headers: {
        host: 'shop.example:8080',
        'x-forwarded-for': '1.2.3.4',
        connection: 'close, x-hop',
        'x-hop': '1',
      },
    }
    const { server } = JSON.parse(String((await exchange(origin, '/pages/server.php?a=%20', own)).body)) as {
      server: Record<string, string>
    }
    expect(server).toMatchObject({
      HTTP_HOST: 'shop.example:8080',
      HTTP_X_FORWARDED_FOR: '127.0.0.1',
      HTTP_X_FORWARDED_PROTO: 'http',
      HTTP_X_FORWARDED_HOST: 'shop.example:8080',
      REQUEST_URI: '/pages/server.php?a=%20',
    })
    expect(server).not.toHaveProperty('HTTP_X_HOP')
    expect(String((await exchange(origin, '/assets/app.js')).body)).toContain('legacy')
  })

  test('php -S, started for a developer who has said nothing, and ended with the app', async () => {
    const origin = await serve({ root: legacy.root, env: { APPLICATION_ENV: 'php-s' } })
    await expectSamePages(origin)
    const dump = async (from: string) =>
      JSON.parse(String((await exchange(from, '/pages/server.php/x?a=1')).body)) as {
        server: Record<string, string>
        env: string
      }
    const [ours, theirs] = [await dump(origin), await dump(nginx.origin)]
    expect(ours.env).toBe('php-s')
    const untold = ['FCGI_ROLE', 'REMOTE_PORT', 'SERVER_ADDR', 'USER', 'HOME']
    expect(
      Object.keys(theirs.server).filter((name) => !(name in ours.server) && !untold.includes(name)),
    ).toEqual([])
    expect(processesOf(legacy.root).length).toBeGreaterThan(0)
    await apps[0]?.shutdown()
    await vi.waitFor(() => expect(processesOf(legacy.root)).toEqual([]))
    for (const name of [
      'SCRIPT_NAME',
      'SCRIPT_FILENAME',
      'PATH_INFO',
      'PHP_SELF',
      'REQUEST_URI',
      'QUERY_STRING',
      'DOCUMENT_ROOT',
      'REMOTE_ADDR',
    ])
      expect([name, ours.server[name]]).toEqual([name, theirs.server[name]])
  })

  test('php -S that ends by itself is started again', async () => {
    const origin = await serve({ root: legacy.root })
    expect((await exchange(origin, '/pages/hello.php')).status).toBe(200)
    const group = processesOf(legacy.root)
    for (const pid of group) process.kill(pid, 'SIGKILL')
    await vi.waitFor(async () => expect((await exchange(origin, '/pages/hello.php')).status).toBe(200))
    expect(processesOf(legacy.root).filter((pid) => group.includes(pid))).toEqual([])
  })

  test('php -S answers nobody but the bridge, and knows nothing of our environment', async () => {
    vi.stubEnv('APPLICATION_ENV', 'ours')
    const origin = await serve({ root: legacy.root })
    await exchange(origin, '/pages/hello.php')
    vi.unstubAllEnvs()
    const { server, env } = JSON.parse(String((await exchange(origin, '/pages/server.php')).body)) as {
      server: Record<string, string>
      env: unknown
    }
    expect(env).toBeFalsy()
    expect(JSON.stringify(server)).not.toContain('VANILLIN')
  })

  test('production does not guess where PHP runs', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    const origin = await serve({ root: legacy.root })
    expect((await exchange(origin, '/')).status).toBe(500)
    vi.unstubAllEnvs()
  })
})

/** The processes of php -S for this folder. */
function processesOf(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && readCommand(name).includes(`-t\0${folder}\0`))
    .map(Number)
}

function readCommand(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

/** A web server that answers each request with these bytes. */
async function answering(bytes: string | undefined): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => (bytes === undefined ? undefined : socket.end(bytes)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  servers.push(server)
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test.each([
  ['that is not there', () => Promise.resolve('http://127.0.0.1:1'), 502],
  ['that ends within its head', () => answering('HTTP/1.1 200 OK\r\nContent-'), 502],
  ['that speaks another language', () => answering('220 mail.example ESMTP\r\n'), 502],
  ['whose headers have no end', () => answering(`HTTP/1.1 200 OK\r\nA: ${'x'.repeat(80_000)}\r\n\r\n`), 502],
  ['with a status that is none', () => answering('HTTP/1.1 999 No\r\nContent-Length: 2\r\n\r\nok'), 502],
  ['that is silent', () => answering(undefined), 504],
])('a web server %s: an error page', async (_name, start, status) => {
  const origin = await serve({ http: await start(), timeoutMs: 1_000 })
  expect((await exchange(origin, '/')).status).toBe(status)
})

test('a web server that breaks off within its answer: the client is cut off as well', async () => {
  const origin = await serve({ http: await answering('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf') })
  await expect(exchange(origin, '/')).rejects.toThrow(/aborted|hang up|ECONNRESET/)
})

test.each<[Options, string]>([
  [{}, 'has no `root`'],
  [{ root: 'x', fpm: '/a.sock', http: 'http://a' }, 'has both'],
  [{ root: 'x', prefix: 'shop' }, 'begins with no slash'],
  [{ root: 'x', fpm: 'nonsense' }, 'is no address of php-fpm'],
  [{ http: 'http://127.0.0.1/path' }, 'without a path'],
  [{ http: 'ftp://127.0.0.1' }, 'it looks like'],
  [{ root: 'x', env: { 'A-B': '1' } }, 'none for a variable'],
  [{ root: 'x', env: { HTTP_HOST: '1' } }, 'none for a variable'],
])('options %j are refused where they are written', (options, message) => {
  expect(() => php(options)).toThrow(
    expect.objectContaining({ code: 'E_PHP_OPTIONS', message: expect.stringContaining(message) }),
  )
})

test('a root that is not there is told with its path, when it is asked for', async () => {
  const origin = await serve({ root: '/nowhere/public', fpm: '/nowhere/fpm.sock' })
  expect((await exchange(origin, '/')).status).toBe(500)
})
