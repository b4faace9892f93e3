import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  abort,
  compress,
  Controller,
  days,
  defineRoutes,
  html,
  hours,
  middleware,
  sessions,
  text,
  createApp,
} from 'vanillin'
import { UniqueViolation } from 'vanillin/database'
import { expect, vi } from 'vitest'
import { answers, code, does, gives, notYet, shows } from './expect-row.ts'
import type { Expectation } from './expectation.ts'
import { evaluate, runCode } from './run-code.ts'
import { appOf, config, plugin, routes } from './small-app.ts'

class PostsController extends Controller {
  show() {
    return `post ${this.params.string('id', this.params.has('slug') ? this.params.string('slug') : '')}`
  }
}

class ErrorsController extends Controller {
  show({ status }: { status: number }) {
    return html(`our page ${status}`)
  }
}

const onlyFrom = (address: string) =>
  middleware((request, next) => (request.ip === address ? next() : abort(403)))

const notes = join(tmpdir(), `vanillin-map-${process.pid}.txt`)
const fail = (): string => {
  throw new Error('the printer burns')
}
const alarms: Error[] = []
const seen: string[] = []
const post = (size: number, type = 'application/json') => ({
  method: 'POST',
  headers: { 'content-type': type },
  body: JSON.stringify({ text: 'x'.repeat(size) }),
})
const echo = () => defineRoutes((route) => route.post('/', () => 'taken').withoutCsrfProtection())
const sendFiles = (...sizes: number[]) => {
  const form = new FormData()
  for (const size of sizes) form.append('files[]', new File([new Uint8Array(size)], 'a.bin'))
  return { method: 'POST', body: form }
}
const files = () =>
  defineRoutes((route) =>
    route.post('/', (request) => `${request.files.many('files').length} taken`).withoutCsrfProtection(),
  )

const templates: Record<string, Expectation> = {
  'include-template': answers({ body: '<h1>Hello</h1>\n' }),
  escape: shows('&lt;b&gt;', { title: '<b>' }),
  raw: shows('<b>', { html: '<b>' }),
  'escape-attribute': shows('<a title="&quot;">', { title: '"' }),
  if: shows('out', { user: null }),
  foreach: shows('<li>a</li><li>&amp;</li>', { posts: [{ title: 'a' }, { title: '&' }] }),
  'foreach-keys': shows('tea: 3;', { prices: { tea: 3 } }),
  default: shows('guest', { name: undefined }),
  empty: shows('none', { posts: [] }),
  'include-partial': shows('<address>by Ada</address>'),
  layout: shows(/<title>Posts<\/title>\s*<main><p>Hello<\/p><\/main>/),
  'url-view': shows('<a href="/posts/7">'),
  'urlencode-view': shows('/search?q=a%26b', { q: 'a&b' }),
  'json-view': shows(/^<script nonce="[\w+/=-]+">const post = \{"title":"\\u003c/, {
    post: { title: '</script>' },
  }),
  'number-view': shows('1,234.50', { price: 1234.5 }),
  'date-view': shows('01.03.2026', { day: new Date('2026-02-28T23:30:00Z') }),
  nl2br: shows('<p style="white-space: pre-line">a\nb</p>', { text: 'a\nb' }),
  excerpt: shows('A long wo…', { text: 'A long word or two' }),
  asset: shows(/^<link rel="stylesheet" href="\/.*app\.css.*">$/),
  share: shows('<title>Shop</title>'),
}

const functions: Record<string, Expectation> = {
  htmlspecialchars: gives('&lt;&amp;&quot;', {}, { text: '<&"' }),
  'strip-tags': gives('bold', {}, { text: '<b>bold</b>' }),
  urlencode: gives('a%26b%20c', {}, { text: 'a&b c' }),
  'http-build-query': gives('q=tea&page=2'),
  'json-functions': gives({ name: 'Ada' }),
  date: does(({ value }) => expect(value).toMatch(/^\d{4}-\d\d-\d\d$/)),
  'date-zone': gives('01:00'),
  time: does(({ value }) => expect(Number.isInteger(value)).toBe(true)),
  strtotime: does(({ value }) => expect((value as Date).getTime()).toBeGreaterThan(Date.now() + days(2))),
  sleep: gives(undefined),
  explode: gives('a-b', {}, { text: 'a,b' }),
  'in-array': gives(true),
  strlen: gives(5, {}, { text: 'Zürs' }),
  'array-map': gives([7], {}, { posts: [{ id: 7 }] }),
  'array-filter': gives([7]),
  'array-merge': gives({ a: 1, b: 2 }),
  isset: gives(false, {}, { post: {} }),
  loose: gives(false, {}, { a: 1, b: '1' }),
  copy: gives([1], {}, { list: [1] }),
  intval: gives(12),
  'number-format': gives('1,234.50'),
  'preg-match': gives('42', {}, { text: 'room 42' }),
  'random-bytes': does(({ value }) => expect(value).toMatch(/^[0-9a-f]{32}$/)),
  uniqid: does(({ value }) => expect(value).toMatch(/^[0-9a-f-]{36}$/)),
  hash: gives('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', {}, { text: 'abc' }),
  'hash-equals': gives(false, {}, { a: 'abc', b: 'abd' }),
  encrypt: does(({ value }) => expect((value as string).length).toBeGreaterThan(20)),
  'password-hash': does(
    ({ value }) => expect(value).toMatch(/^\$2y\$12\$.{53}$/),
    {},
    { password: 'secret' },
  ),
  'password-verify': gives(
    true,
    {},
    { password: 'secret', hash: '$2y$04$I3krLZGqS5aQ896UKiFYG.r6JT.Jy5m3nKO0f4eRcryXe//oGB2cS' },
  ),
  mail: notYet(/^(mail|Mail|Mailer|mailer)$/),
  curl: code(async (line) => {
    const server = createServer((_request, response) => response.end('from afar')).listen(0)
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const controller = { signal: new AbortController().signal }
    const run = runCode(`return async function () { return ${line} }`, { address }) as () => Promise<string>
    expect(await run.call(controller)).toBe('from afar')
    server.close()
  }),
  'file-get': code(async (line) => {
    writeFileSync(notes, 'a note')
    const { readFile } = await import('node:fs/promises')
    expect(await evaluate(`(async () => ${line})()`, { readFile, path: notes })).toBe('a note')
  }),
  'file-put': code(async (line) => {
    writeFileSync(notes, 'a note, ')
    const { appendFile } = await import('node:fs/promises')
    await evaluate(`(async () => ${line})()`, { appendFile, path: notes })
    expect(readFileSync(notes, 'utf8')).toBe('a note, more')
    rmSync(notes)
  }),
  'error-log': answers({ status: 204 }),
  'error-log-data': answers({ status: 204 }, {}, { order: { id: 7 } }),
  'var-dump': answers({ body: "{ title: 'a', tags: [ 'b' ] }" }, {}, { post: { title: 'a', tags: ['b'] } }),
  'error-handler': plugin(
    async (app) => {
      await app.fetch('/')
      expect(alarms.map(({ message }) => message)).toEqual(['the printer burns'])
    },
    { alarms },
    (route) => route.get('/', fail),
  ),
  'shutdown-function': plugin(
    async (app) => {
      await (await app.fetch('/shop')).text()
      await vi.waitFor(() => expect(seen).toEqual(['/shop']))
    },
    { seen },
    (route) => route.get('/shop', () => 'Hello'),
  ),
  finally: code(async (line) => {
    const done = vi.fn<() => void>()
    await runCode(`return (async () => { ${line} })()`, { work: () => Promise.resolve(), done })
    expect(done).toHaveBeenCalledOnce()
  }),
  require: code((line) => expect(line).toMatch(/^import \{ randomUUID \} from 'node:crypto'$/)),
  define: code((line) => expect(runCode(`${line.replace('export ', '')}; return VAT`, {})).toBe(0.19)),
  datetime: gives(new Date(Date.UTC(2026, 2, 1))),
  cache: gives(undefined),
  'cache-remember': gives('made'),
  'cache-shared': gives(1),
  'cache-lock': gives('done'),
  cron: notYet(/^(schedule|Schedule|cron|Scheduler)$/),
}

const titles = ({ value }: { value: unknown }) => (value as { title: string }[]).map(({ title }) => title)

const database: Record<string, Expectation> = {
  'pdo-query': does((answer) => expect(titles(answer)).toContain('First')),
  'pdo-prepare': does(({ value }) =>
    expect((value as { rows: unknown[] }).rows).toEqual([{ title: expect.any(String) as string }]),
  ),
  'pdo-fetch': does(({ value }) => expect(value).toMatchObject({ id: 1 })),
  'pdo-count': does(({ value }) => expect(value).toBeGreaterThan(0)),
  'pdo-insert': does(({ value }) => expect(value).toBeGreaterThan(1)),
  'pdo-update': gives(1),
  'pdo-delete': gives(0),
  'pdo-transaction': does(({ value }) => expect(value).toHaveLength(1)),
  'pdo-limit': does(({ value }) => expect([...(value as Iterable<unknown>)].length).toBeGreaterThan(0)),
  'pdo-like': does((answer) => expect(titles(answer)).toEqual(['Second']), {}, { q: 'Sec' }),
  'pdo-duplicate': gives(
    true,
    {},
    { error: new UniqueViolation({ table: 'users', columns: ['email'], constraint: 'users_email_unique' }) },
  ),
}

const settings: Record<string, Expectation> = {
  'ini-upload': config(async (given) => {
    const app = appOf([files()], given)
    expect((await app.fetch('/', sendFiles(2 ** 20))).status).toBe(200)
    expect((await app.fetch('/', sendFiles(2 * 2 ** 20 + 1))).status).toBe(413)
  }),
  'ini-file-uploads': config(async (given) => {
    const app = appOf([files()], given)
    expect((await app.fetch('/', sendFiles(1, 1, 1, 1, 1))).status).toBe(200)
    expect((await app.fetch('/', sendFiles(1, 1, 1, 1, 1, 1))).status).toBe(400)
  }),
  'ini-post': config(async (given) => {
    const app = appOf([echo()], given)
    const { port } = await app.listen({ port: 0, core: 'node' })
    const send = (size: number) => fetch(`http://127.0.0.1:${port}/`, post(size))
    expect([(await send(2 ** 19)).status, (await send(2 ** 20)).status]).toEqual([200, 413])
  }),
  'ini-input-vars': notYet(/^maxFields$/),
  'ini-time': notYet(/^(timeout|limitTime)$/),
  'ini-memory': code((line) => {
    const [, ...flags] = line.split(' ')
    const limit = 'require("node:v8").getHeapStatistics().heap_size_limit / 2 ** 20'
    const megabytes = execFileSync(process.execPath, [...flags, '-p', limit], { encoding: 'utf8' })
    expect(Number(megabytes)).toBeLessThan(512)
  }),
  'ini-session': sessionConfig(async (cookies) => expect(await cookies()).toMatch(/^session=/)),
  'ini-session-cookie': sessionConfig(async (cookies) => expect(await cookies()).toMatch(/Max-Age=60\d{4}/)),
  'ini-session-path': code(async (line) => {
    const folder = join(tmpdir(), `vanillin-map-sessions-${process.pid}`)
    const given = evaluate(`{ ${line.replace('/srv/sessions', folder)} }`, {}) as object
    await (await sessionApp(given).fetch('/')).text()
    const { readdirSync } = await import('node:fs')
    expect(readdirSync(folder, { recursive: true }).length).toBeGreaterThan(0)
    rmSync(folder, { recursive: true })
  }),
  'ini-display': code((line) => {
    const [name = '', value = ''] = line.split('=')
    expect([name, value]).toEqual(['NODE_ENV', 'production'])
    vi.stubEnv(name, value)
    expect(appOf([]).environment).toBe('production')
    vi.unstubAllEnvs()
  }),
  'ini-timezone': code((line) => {
    const [name = '', value = ''] = line.split('=')
    const hour = execFileSync(process.execPath, ['-p', 'new Date(0).getHours()'], {
      encoding: 'utf8',
      env: { ...process.env, [name]: value },
    })
    expect(hour.trim()).toBe('1')
  }),
  'ini-basedir': config((given) => expect(given.storage).toBe('/srv/storage')),
  rewrite: routes('/post/7', [200, 'post 7'], { PostsController }),
  'rewrite-all': routes('/any/thing', [200, '/any/thing'], { text }),
  'rewrite-pattern': routes('/post/a-b', [200, 'post a-b'], { PostsController }),
  'htaccess-redirect': routes('/old.php', [301, '/new']),
  'error-document': routes('/nowhere', [404, 'our page 404'], { ErrorsController }),
  'require-ip': routes('/staff', [403], { onlyFrom }),
  'frame-options': config(async (given) => {
    const app = appOf([defineRoutes((route) => route.get('/', () => '<p>'))], given)
    const { headers } = await app.fetch('/')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  }),
  deflate: code(async (line) => {
    const long = defineRoutes((route) => route.get('/', () => '<p>Hello</p>'.repeat(200)))
    const app = appOf([evaluate(line, { compress }) as never, long])
    const { headers } = await app.fetch('/', { headers: { 'accept-encoding': 'gzip' } })
    expect(headers.get('content-encoding')).toBe('gzip')
  }),
  'forwarded-proto': config(async (given) => {
    const secure = defineRoutes((route) => route.get('/', (request) => String(request.secure)))
    const app = appOf([secure], given)
    const { port } = await app.listen({ port: 0, core: 'node' })
    const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-forwarded-proto': 'https' } })
    expect(await response.text()).toBe('true')
  }),
  'virtual-host': routes('http://shop.example.com/', [200, 'the shop']),
}

function sessionApp(session: object) {
  return createApp(
    {
      app: { name: 'Shop', key: 'for-tests-only-for-tests-only-for-tests', log: { level: 'silent' } },
      session,
    },
    [
      sessions(),
      defineRoutes((route) =>
        route.get('/', (request) => {
          request.session.set('a', 1)
          return 'kept'
        }),
      ),
    ],
  )
}

/** The row is a part of config/session.ts; what cookie its app sets is looked at. */
function sessionConfig(look: (cookie: () => Promise<string>) => Promise<void>): Expectation {
  return code((line) =>
    look(async () => {
      const app = sessionApp(evaluate(`{ ${line} }`, { hours, days }) as object)
      return (await app.fetch('/')).headers.getSetCookie().join()
    }),
  )
}

/** What each row of the map's tables of templates, functions, queries and settings must do, by its id. */
export const habits: Record<string, Expectation> = { ...templates, ...functions, ...database, ...settings }
