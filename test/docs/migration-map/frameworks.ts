import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  abort,
  Controller,
  cors,
  createApp,
  defineRoutes,
  middleware,
  text,
  type Application,
  type BootItem,
} from 'vanillin'
import { cache, limitRequests } from 'vanillin/cache'
import { currentDatabase, Model, SchemaTools, sql } from 'vanillin/database'
import { expect } from 'vitest'
import { root } from '../../../scripts/steps/root.js'
import { answers, code, does, gives, notYet, shows } from './expect-row.ts'
import type { Answer, Expectation, Sent } from './expectation.ts'
import { evaluate, runCode } from './run-code.ts'
import { appOf, routes } from './small-app.ts'

class PostsController extends Controller {
  index() {
    return 'all posts'
  }

  store() {
    return 'stored'
  }

  show(id = '') {
    return `post ${this.params.has('id') ? this.params.string('id') : id}`
  }
}

const onlyFrom = (address: string) =>
  middleware((request, next) => (request.ip === address ? next() : abort(403)))
const scope = { PostsController, onlyFrom, text }
const photo = new File([new TextEncoder().encode('GIF89a\u0001\0\u0001\0')], 'ada.gif')
const isJson: Sent = { headers: { accept: 'application/json' } }

/** The row is a boot item, whose app answers `/` with 'in' unless it says otherwise. */
const bootItem = (look: (app: Application) => Promise<void>, names = {}): Expectation =>
  code((line) => {
    const item = evaluate(line, { middleware, abort, cors, ...names }) as BootItem
    return look(appOf([item, defineRoutes((route) => route.get('/', () => 'in'))]))
  })

const routing: Record<string, Expectation> = {
  'route-get': routes('/posts', [200, 'all posts'], scope),
  'route-post': routes('/posts', [200, 'stored'], scope, { method: 'POST' }),
  'route-closure': routes('/ping', [200, 'pong']),
  'route-parameter': routes('/posts/7', [200, 'post 7'], scope),
  'route-name': code(async (line) => {
    const app = appOf([defineRoutes((route) => void runCode(line, { ...scope, route }))])
    await app.boot()
    expect(app.router.url('posts.index')).toBe('/posts')
  }),
  'route-group': routes('/admin/users', [200, 'users']),
  'route-resource': routes('/posts/7', [200, 'post 7'], scope),
  'route-redirect': routes('/a', [302, '/b']),
  'route-fallback': routes('/nowhere', [404, '/nowhere'], scope),
  'route-auto': code(async (line) => {
    const simple = line.replace('import.meta.glob', 'glob')
    const glob = () => ({ './app/controllers/posts.ts': { default: PostsController } })
    const app = appOf([defineRoutes((route) => void runCode(simple, { route, glob }))])
    expect(await (await app.fetch('/posts/show/7')).text()).toBe('post 7')
  }),
  'route-method': code(async (line) => {
    const [, name = '', value = ''] = /name="(.+)" value="(.+)"/.exec(line) ?? []
    const put = defineRoutes((route) => route.put('/', () => 'put').withoutCsrfProtection())
    const body = new URLSearchParams({ [name]: value })
    expect(await (await appOf([put]).fetch('/', { method: 'POST', body })).text()).toBe('put')
  }),
  'route-csrf': routes('/hook', [200, 'ok'], scope, { method: 'POST' }),
}

const controllers: Record<string, Expectation> = {
  controller: code(async (line) => {
    const posts = evaluate(line, { Controller })
    const app = appOf([defineRoutes((route) => route.get('/', [posts, 'index'] as never))])
    expect(await (await app.fetch('/')).text()).toBe('all posts')
  }),
  'controller-parameter': gives(7, { path: '/7', pattern: '/:id' }),
  'controller-service': does(({ value }) => expect(value).toHaveProperty('count', 0)),
  'input-query': gives('', {}),
  'input-post': gives('Hello', { form: { title: 'Hello' } }),
  'input-int': gives(1, { form: { title: 'Hello' } }),
  'input-boolean': gives(true, { form: { agree: '1' } }),
  'input-json-body': gives({ a: 1 }, { json: { a: 1 } }),
  'input-has': gives(false, { form: { a: '1' } }),
  'input-file': does(({ value }) => expect(existsSync(value as string)).toBe(true), { photo }),
  'input-header': gives('1', { headers: { 'X-A': '1' } }),
  'input-cookie': gives('dark', { cookie: 'theme=dark' }),
  'input-ip': gives('127.0.0.1'),
  'input-method': gives(true, { form: { a: '1' } }),
  'input-accepts': gives(true, isJson),
  'abort-404': answers({ status: 404 }),
  'abort-403': does(({ response, body }) => {
    expect(response.status).toBe(403)
    expect(body).toContain('For staff.')
  }),
}

const validation: Record<string, Expectation> = {
  validate: does(
    ({ response, body }) => {
      expect([response.status, Object.keys((JSON.parse(body) as { errors: object }).errors)]).toEqual([
        422,
        ['title'],
      ])
    },
    { json: { title: 'x' }, ...isJson },
  ),
  'validate-form': answers({ status: 422, body: 'The title field must be defined' }, { form: { title: '' } }),
  validated: gives({ title: 'Hello' }, { form: { title: 'Hello', admin: '1' } }),
  'validate-optional': gives({ note: undefined }, { form: { note: '' } }),
  'validate-unique': does(
    ({ response, body }) => {
      expect([response.status, body]).toEqual([422, expect.stringContaining('The title is taken')])
    },
    { json: { title: 'Second' }, ...isJson },
  ),
  'validate-exists': gives({ post_id: 2 }, { json: { post_id: 2 } }),
  'validate-error': shows('Too short.', {}, { errors: { title: ['Too short.'] } }),
  'validate-old': shows('&amp;', {}, { old: { title: '&' } }),
}

const views: Record<string, Expectation> = {
  view: answers({ body: '<h1>Hello</h1>\n' }),
  'view-escape': shows('&lt;b&gt;', { title: '<b>' }),
  'view-raw': shows('<b>', { html: '<b>' }),
  'view-if': shows('Hello', { user: {} }),
  'view-foreach': shows('<li>a</li>', { posts: [{ title: 'a' }] }),
  'view-forelse': shows('None.', { posts: [] }),
  'view-include': shows('<address>by Ada</address>'),
  'view-layout': shows(/<title>Posts<\/title>\s*<main><p>Hello<\/p><\/main>/),
  'view-section': shows('<head><meta name="robots"></head>'),
  'view-component': shows('<section>Hello</section>'),
  'view-csrf': shows(/^<input type="hidden" name="\w+" value=".{20,}">$/, {}, { session: { a: 1 } }),
  'view-url': shows('/posts/7'),
  'view-asset': shows(/^\/.*app\.css/),
  'view-json': shows('{"title":"\\u003c"}', { post: { title: '<' } }),
  'view-share': gives(undefined),
}

const sent: Record<string, Expectation> = {
  'to-path': answers({ status: 302, headers: { location: '/posts' } }),
  'to-route': answers({ status: 302, headers: { location: '/posts/7' } }),
  'to-back': answers({ status: 303, headers: { location: '/posts' } }),
  'with-flash': does(({ response }) => {
    expect([response.status, response.headers.getSetCookie().length]).toEqual([302, 1])
  }),
  'get-flash': shows('Saved.', {}, { flashed: 'Saved.' }),
  'to-json': answers({ json: [{ id: 7 }] }, {}, { posts: [{ id: 7 }] }),
  'to-status': answers({ status: 201, body: '<h1>Made</h1>\n', headers: { 'x-a': '1' } }),
  'to-download': answers({ headers: { 'content-disposition': 'attachment; filename="may.txt"' } }),
  'read-session': gives([7], { session: { cart: [7] } }),
  'write-session': does(({ session }) => expect(session).toEqual({ cart: [7] })),
  'forget-session': does(({ session }) => expect(session).toEqual({}), { session: { cart: [7] } }),
  'pull-session': does(({ value, session }) => expect([value, session]).toEqual([[7], {}]), {
    session: { cart: [7] },
  }),
  'new-session': does(({ sessionCookies: [before, after] }) => expect(after).not.toBe(before), {
    session: { a: 1 },
  }),
  'queue-cookie': does(({ response }) =>
    expect(response.headers.getSetCookie()[0]).toMatch(/^theme=dark; .*Max-Age=3600/),
  ),
  auth: notYet(/^(auth|Auth|Login|login|requireLogin)$/),
}

const settings: Record<string, Expectation> = {
  middleware: bootItem(async (app) => {
    const withHeader = await app.fetch('/', { headers: { 'x-staff': '1' } })
    expect([(await app.fetch('/')).status, withHeader.status]).toEqual([403, 200])
  }),
  'middleware-after': bootItem(async (app) => {
    expect((await app.fetch('/')).headers.get('x-a')).toBe('1')
  }),
  'middleware-route': routes('/staff', [403], scope),
  'middleware-group': routes('/staff', [403], scope),
  'middleware-global': code(async (line) => {
    const app = { name: 'Shop', log: { level: 'silent' } }
    const everything = defineRoutes((route) => route.get('/', () => 'in'))
    const made = evaluate(line, { createApp, app, onlyFrom, routes: everything }) as Application
    expect((await made.fetch('/')).status).toBe(403)
  }),
  'middleware-cors': bootItem(async (app) => {
    const { headers } = await app.fetch('/', { headers: { origin: 'https://app.example.com' } })
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example.com')
  }),
  throttle: code(async (line) => {
    const app = appOf([cache(), defineRoutes((route) => void runCode(line, { limitRequests, route }))])
    const statuses: number[] = []
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    for (let count = 0; count < 61; count += 1) statuses.push((await app.fetch('/search')).status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(60)
    expect(statuses.at(-1)).toBe(429)
  }),
  'settings-env': gives('a@b.ch'),
  'settings-read': gives('Shop'),
  'settings-service': gives(undefined),
  'settings-log': gives(undefined),
  'settings-encrypt': does(({ value }) => expect(value).toMatch(/.{20}/)),
  'settings-signed': does(({ value }) => expect(value).toMatch(/^\/posts\/7\?.*[\w-]{20}/)),
  'settings-cache': gives('made'),
  'settings-mail': notYet(/^(mail|Mail|Mailer|mailer)$/),
  'settings-queue': notYet(/^(queue|Queue|dispatch)$/),
}

const titles = ({ value }: Answer) => (value as { title: string }[]).map(({ title }) => title)

const models: Record<string, Expectation> = {
  model: code(async (line) => {
    const Post = evaluate(line, { Model }) as ReturnType<typeof Model>
    expect(await Post.count()).toBeGreaterThan(0)
  }),
  'model-all': does((answer) => expect(titles(answer)).toContain('Second')),
  'model-find': does(({ value }) => expect(value).toMatchObject({ id: 1 })),
  'model-find-or-fail': answers({ status: 404 }),
  'model-where': does(({ value }) => expect(value).toBeInstanceOf(Array)),
  'model-first': does(({ value }) => expect(value).toMatchObject({ id: 2, title: 'Second' })),
  'model-in': does(({ value }) => expect(value).toHaveLength(2)),
  'model-latest': does(({ value }) => expect(value).toHaveLength(1)),
  'model-count': does(({ value }) => expect(value).toBeGreaterThan(1)),
  'model-exists': gives(false),
  'model-paginate': does(({ value }) => expect(value).toMatchObject({ page: 1, lastPage: 1 })),
  'model-create': does(({ value }) => expect(value).toMatchObject({ title: 'Third' })),
  'model-update': does(({ value }) => expect(value).toMatchObject({ id: 1, body: '!' })),
  'model-delete': gives(0),
  'model-builder': does((answer) => expect(titles(answer)).toContain('Second')),
  'model-sql': does(({ value }) => expect((value as { rows: unknown[] }).rows).toHaveLength(1)),
  'model-transaction': does(({ value }) => expect((value as unknown[]).length).toBeGreaterThan(1)),
  'model-migration': code(async (line) => {
    const db = currentDatabase()
    const schema = new SchemaTools(db, false)
    await runCode(`return (async () => { ${line} })()`, { schema })
    const insert = () => sql`insert into tags (name) values ('red')`.execute(db)
    await insert()
    await expect(insert()).rejects.toMatchObject({ code: 'E_ROW_EXISTS' })
  }),
  'model-relation': does(({ value }) => expect(value).toMatchObject({ id: 1, author: { name: 'Ada' } })),
  'model-soft-delete': code((line) => {
    const Post = evaluate(line, { Model }) as ReturnType<typeof Model>
    expect(Post.latest().query.compile().sql).toContain('"deleted_at" is null')
  }),
}

const vanillin = (line: string, folder: string, ...more: string[]): string => {
  const [npx, command, ...given] = line.split(' ')
  expect([npx, command]).toEqual(['npx', 'vanillin'])
  const bin = join(root, 'packages/vanillin/bin/vanillin.js')
  return execFileSync(process.execPath, [bin, ...given, ...more], { cwd: folder, encoding: 'utf8' })
}

/** The command is there, and its help says this. */
const helps = (words: RegExp): Expectation =>
  code((line) => expect(vanillin(line, root, '--help')).toMatch(words))

/** The command writes a file into this folder. */
const writes = (written: string): Expectation =>
  code((line) => {
    const folder = mkdtempSync(join(tmpdir(), 'vanillin-map-command-'))
    writeFileSync(join(folder, 'bootstrap.ts'), '')
    vanillin(line, folder)
    expect(readdirSync(folder, { recursive: true }).join('\n')).toContain(written)
    rmSync(folder, { recursive: true })
  })

const commands: Record<string, Expectation> = {
  'command-serve': helps(/--port/),
  'command-routes': helps(/routes/),
  'command-controller': writes('app/controllers/posts.ts'),
  'command-model': writes('app/models/post.ts'),
  'command-migration': writes('_create_posts.ts'),
  'command-migrate': helps(/migrat/i),
  'command-seed': helps(/seed/i),
  'command-build': helps(/dist/),
  'command-tinker': notYet(/^(tinker|repl)$/),
}

/** What each row of the map's tables of frameworks must do, by its id. */
export const frameworks: Record<string, Expectation> = {
  ...routing,
  ...controllers,
  ...validation,
  ...views,
  ...sent,
  ...settings,
  ...models,
  ...commands,
}
