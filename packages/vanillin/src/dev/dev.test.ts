import { chmodSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { Agent, request as httpRequest } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createFixtureApp, WITH_DATABASE } from '../testing/temporary-app.fixture.ts'
import { vanillin } from '../testing/run-node.fixture.ts'
import { Dev, post, stamp, steadyRequests, view, type Page } from './running-dev.fixture.ts'

describe('vanillin dev', () => {
  test('takes in what is saved while requests go on', async () => {
    const dev = await new Dev(createFixtureApp()).serves()
    await dev.shows('first')
    await takesInCode(dev)
    await losesNoWrite(dev)
    await showsErrors(dev)
    await refreshesTheBrowser(dev)
  })

  test('replaces its process for what is read at the boot, and ends with it', async () => {
    const dev = await new Dev(createFixtureApp()).serves()
    await dev.shows('first')
    await swapsTheProcess(dev)
    await explainsWhyThereIsNone(dev)
    await ends(dev)
  })

  test('after an edit of tsconfig.json and of a controller the services of bootstrap.ts are still there', async () => {
    const controller = (answer: string): string => `import { Controller } from 'vanillin'
import { Slugger } from '#services/slugger'
export default class SlugsController extends Controller {
  index() { return this.use(Slugger).slug('${answer}') }
}
`
    const dev = await new Dev(
      createFixtureApp({
        'app/services/slugger.ts':
          'export class Slugger {\n  slug(text: string) { return text.toLowerCase() }\n}\n',
        'app/controllers/slugs.ts': controller('FIRST'),
        'routes.ts': `import { defineRoutes } from 'vanillin'
import SlugsController from '#controllers/slugs'
export default defineRoutes((route) => {
  route.get('/', [SlugsController, 'index'])
  route.get('/process', () => ({ pid: process.pid }))
})
`,
        'bootstrap.ts': `import { createApp } from 'vanillin'
import { Slugger } from '#services/slugger'
import app from './config/app.ts'
import routes from './routes.ts'
export default createApp({ app }, [
  { name: 'slugger', register: (app) => app.provide(Slugger, () => new Slugger()) },
  routes,
])
`,
      }),
    ).serves()
    await dev.shows('first')
    for (const file of ['tsconfig.json', 'package.json']) {
      const { body } = await dev.page('/process')
      dev.app.write(file, `${readFileSync(join(dev.app.root, file), 'utf8')}\n`)
      await dev.process.prints(new RegExp(`${file} changed: new process`))
      await dev.until('/process', (page) => page.body !== body)
    }
    dev.app.write('app/controllers/slugs.ts', controller('SECOND'))
    const { status } = await dev.until('/', (page) => page.body !== 'first')
    expect(status).toBe(200)
    await dev.shows('second')
  })

  test('serves the front end through Vite, and nothing of the server', async () => {
    const dev = await new Dev(createFixtureApp({ '.env': 'SECRET=do not tell\n' })).serves()
    const home = await dev.page('/')
    expect(home.body).toContain('src="/app/assets/app.ts"')
    expect(home.body).toContain('<script type="module" src="/@vite/client"></script>')
    const script = await dev.page('/app/assets/app.ts')
    expect(script.body).toContain('const greeting = "hello from the browser"')
    expect((await dev.page('/@vite/client')).status).toBe(200)
    const { root } = dev.app
    for (const path of [
      '/config/app.ts',
      '/.env',
      `/@fs${root}/config/app.ts`,
      `/@fs${root}/config/app.ts?raw`,
      `/@fs${root}/.env?raw`,
      '/@id/config/app.ts',
      '/app/assets/..%2f..%2fconfig/app.ts',
      '/app/assets/%2e%2e/%2e%2e/config/app.ts?raw',
    ]) {
      expect([400, 404], path).toContain((await dev.page(path)).status)
    }
    dev.app.write('app/assets/app.ts', "import app from '../../config/app.ts'\nconsole.log(app)\n")
    await dev.shows('config/app.ts', '/app/assets/app.ts')
    await dev.process.prints(/config\/app\.ts is code of the server/)
  })

  test('opens files of the app in the editor, and only for its own pages', async () => {
    const app = createFixtureApp({ editor: '#!/bin/sh\necho "$@" >> opened\n' })
    chmodSync(join(app.root, 'editor'), 0o755)
    symlinkSync('/etc', join(app.root, 'app/etc'))
    const dev = await new Dev(app, [], { LAUNCH_EDITOR: join(app.root, 'editor') }).serves()
    const open = (file: string): Promise<Page> =>
      dev.page(`/__open-in-editor?file=${encodeURIComponent(file)}`, new Agent())
    for (const headers of [
      {},
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'http://elsewhere.test' },
      { referer: 'http://localhost:1/' },
    ] as Record<string, string>[]) {
      dev.headers = headers
      expect(await open('routes.ts'), JSON.stringify(headers)).toMatchObject({ status: 403 })
    }
    dev.headers = { 'sec-fetch-site': 'same-origin' }
    for (const file of ['/etc/passwd', '../x', 'file:///etc/passwd', 'app/etc/passwd', 'absent.ts', ''])
      expect(await open(file), file).toMatchObject({ status: 403 })
    expect(await open(`${app.root}/routes.ts:3:1`)).toMatchObject({ status: 200 })
    dev.headers = { origin: dev.url }
    expect(await open('bootstrap.ts')).toMatchObject({ status: 200 })
    const opened = (): string => readFileSync(join(app.root, 'opened'), 'utf8')
    await expect.poll(() => existsSync(join(app.root, 'opened')) && opened()).toContain('bootstrap.ts')
    expect(opened()).toContain('routes.ts')
    expect(opened()).not.toContain('etc')
  })

  test('names the process that has the port, before the app boots', async () => {
    const { root } = createFixtureApp({
      'app/plugins/stamp.ts': `import { type Application, type Provider } from 'vanillin'
export class StampPlugin implements Provider {
  name = 'stamp'
  boot(_app: Application) { console.log('booted') }
}
`,
    })
    const server = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const { exitCode, output, errors } = await vanillin(['dev', '--port', String(port)], { cwd: root })
    expect(exitCode).toBe(1)
    expect(errors).toContain(`Port ${port} is in use`)
    if (process.platform === 'linux') expect(errors).toMatch(new RegExp(`by process ${process.pid} \\(.+\\)`))
    expect(output).not.toContain('booted')
  })

  test('a request that fails while its process is being replaced is still reported', async () => {
    const dev = await new Dev(
      createFixtureApp({
        'routes.ts': `import { defineRoutes } from 'vanillin'
export default defineRoutes((route) => {
  route.get('/', () => 'first')
  route.get('/slow', async () => {
    console.log('slow begins')
    await new Promise((resolve) => setTimeout(resolve, 500))
    throw new Error('failed while draining')
  })
})`,
      }),
    ).serves()
    await dev.shows('first')
    const slow = dev.page('/slow', new Agent())
    await dev.process.prints(/slow begins/)
    dev.app.write('config/more.ts', 'export default {}\n')
    await dev.process.prints(/new process/)
    expect((await slow).status).toBe(500)
    await dev.process.prints(/The request failed[^]*failed while draining\n {2}routes\.ts:7:11/)
  })

  test('a query that fails names its statement and the line that returned it without await', async () => {
    const dev = await new Dev(
      createFixtureApp({
        ...WITH_DATABASE,
        'routes.ts': `import { defineRoutes } from 'vanillin'
import { db, sql } from 'vanillin/database'
const noRows = () => {
  return sql\`select \${'a value'} from nowhere\`.execute(db)
}
export default defineRoutes((route) => route.get('/', () => noRows()))
`,
      }),
    ).serves()
    const { status, body } = await dev.page('/')
    expect(status).toBe(500)
    expect(body).toContain('from nowhere')
    const said = await dev.process.prints(/The request failed[^]*SQL: (.*)\n {2}routes\.ts:4:\d+\n/)
    expect(said[1]).toBe('select $1 from nowhere')
  })

  test('a rejection that nobody awaited is told with its time and its request, and the app goes on', async () => {
    const dev = await new Dev(
      createFixtureApp({
        'routes.ts': `import { defineRoutes } from 'vanillin'
const forget = async () => {
  await new Promise((resolve) => setTimeout(resolve, 20))
  throw new Error('was forgotten')
}
export default defineRoutes((route) => {
  route.post('/tags', () => {
    void forget()
    return 'done'
  })
})
`,
      }),
    ).serves()
    expect(await (await fetch(`${dev.url}/tags?a=1`, { method: 'POST' })).text()).toBe('done')
    await dev.process.prints(
      /\d\d:\d\d:\d\d error A promise was rejected and nobody awaited it\. method=POST path=\/tags\n {2}was forgotten\n {2}routes\.ts:4:9\n/,
    )
    expect(await (await fetch(`${dev.url}/tags`, { method: 'POST' })).text()).toBe('done')
  })
})

/** Models, views, controllers and routes, none of which makes a request fail. */
async function takesInCode(dev: Dev): Promise<void> {
  const { pid } = JSON.parse((await dev.page('/process')).body) as { pid: number }
  const stop = steadyRequests(dev, '/')
  for (let edit = 0; edit < 20; edit += 1) {
    if (edit % 2 === 0) dev.app.write('app/models/post.ts', post(`edit ${edit}.`))
    else dev.app.write('app/views/home.eta', view(`<%= title %> edit ${edit}.`))
    await dev.shows(`edit ${edit}.`)
    await new Promise((resolve) => setTimeout(resolve, 120))
  }
  dev.app.write(
    'routes.ts',
    `import { defineRoutes } from 'vanillin'
import HomeController from '#controllers/home'
export default defineRoutes((route) => {
route.get('/', [HomeController, 'index'])
route.get('/process', [HomeController, 'process'])
route.get('/new', () => 'a new route')
})`,
  )
  await dev.shows('a new route', '/new')
  const { answered, failed } = await stop()
  expect(failed).toEqual([])
  expect(answered).toBeGreaterThan(100)
  // All of it in one process.
  expect(JSON.parse((await dev.page('/process')).body)).toMatchObject({ pid })
}

/** A second write within the watcher’s pause is not lost, and the empty file between is not served. */
async function losesNoWrite(dev: Dev): Promise<void> {
  for (const pauseMs of [1, 5, 10, 20, 30]) {
    for (;;) {
      const { failed, longestMs } = await writeTwice(dev, pauseMs)
      // A busy machine may make the pause longer than the watcher's own: then the empty file is a save like any other.
      if (longestMs > 45) continue
      expect(failed).toEqual([])
      break
    }
  }
}

async function writeTwice(dev: Dev, pauseMs: number): Promise<{ failed: string[]; longestMs: number }> {
  const stop = steadyRequests(dev, '/')
  let longestMs = 0
  for (const [first, second] of [
    ['', post(`pause of ${pauseMs}.`)],
    [post('something else'), post(`again ${pauseMs}.`)],
  ] as const) {
    const begun = performance.now()
    dev.app.write('app/models/post.ts', first)
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
    dev.app.write('app/models/post.ts', second)
    longestMs = Math.max(longestMs, performance.now() - begun)
    await dev.shows(/title = '(.+)'/.exec(second)!.at(1)!)
  }
  const { failed } = await stop()
  return { failed, longestMs }
}

/** In page and terminal, until the next save mends it. */
async function showsErrors(dev: Dev): Promise<void> {
  dev.app.write('app/models/post.ts', 'export class Post {\n  static title = = 1\n}\n')
  const { status, body } = await dev.until('/', (page) => page.status === 500)
  expect(status).toBe(500)
  expect(body).toContain('app/models/post.ts:2:18')
  expect(body).toContain('static title = = 1')
  expect(body).toContain('/@vite/client')
  // oxlint-disable-next-line no-control-regex -- colours are for terminals
  expect(body).not.toMatch(/\u001B/)
  await dev.process.prints(/app\/models\/post\.ts:2:18/)
  dev.app.write('app/models/post.ts', post('mended'))
  await dev.shows('mended')

  dev.app.write('app/views/home.eta', '<h1><%= nobody.knows %></h1>')
  await dev.until('/', (page) => page.status === 500)
  dev.app.write('app/views/home.eta', view('<%= title %> again'))
  await dev.shows('mended again')
}

/** The browser is told of a change of a view. */
async function refreshesTheBrowser(dev: Dev): Promise<void> {
  const heard: Buffer[] = []
  await new Promise<void>((resolve, reject) => {
    const upgrade = httpRequest(dev.url, {
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Protocol': 'vite-hmr',
      },
    })
    upgrade.once('error', reject)
    upgrade.once('upgrade', (_response, socket) => {
      onTestFinished(() => void socket.destroy())
      socket.on('data', (data: Buffer) => heard.push(data))
      resolve()
    })
    upgrade.end()
  })
  dev.app.write('app/views/home.eta', view('anew'))
  await dev.shows('anew')
  await expect.poll(() => Buffer.concat(heard).toString()).toContain('"type":"full-reload"')
}

/** For config and boot files, behind the open port; no request fails. */
async function swapsTheProcess(dev: Dev): Promise<void> {
  const processOf = async (): Promise<number> =>
    (JSON.parse((await dev.page('/process')).body) as { pid: number }).pid
  let pid = await processOf()
  const stop = steadyRequests(dev, '/process')
  const edits: (() => void)[] = [
    () => dev.app.write('app/plugins/stamp.ts', stamp('two')),
    () => dev.app.write('.env', 'APP_NAME=Renamed\n'),
    () => dev.app.write('config/more.ts', 'export default {}\n'),
  ]
  for (const edit of edits) {
    edit()
    await dev.until('/process', ({ body }) => (JSON.parse(body) as { pid: number }).pid !== pid)
    pid = await processOf()
  }
  const { answered, failed } = await stop()
  expect(failed).toEqual([])
  expect(answered).toBeGreaterThan(10)
  expect((await dev.page('/process')).body).toContain('Renamed')
}

/** A boot that fails, and a process that dies, until a save mends them. */
async function explainsWhyThereIsNone(dev: Dev): Promise<void> {
  const bootstrap = `import { createApp } from 'vanillin'
import app from './config/app.ts'
import routes from './routes.ts'
export default createApp({ app }, [routes])
`
  dev.app.write('bootstrap.ts', `${bootstrap}throw new Error('no way up')\n`)
  const failed = await dev.until('/', ({ status }) => status === 500)
  expect(failed.body).toContain('no way up')
  dev.app.write('bootstrap.ts', bootstrap)
  await dev.shows('first')

  dev.app.write('bootstrap.ts', `${bootstrap}process.exit(3)\n`)
  const crashed = await dev.until('/', ({ status }) => status === 503)
  expect(crashed.body).toContain('ended with exit code 3')
  dev.app.write('bootstrap.ts', bootstrap)
  await dev.shows('first')
}

/** All of its processes, on SIGTERM. */
async function ends(dev: Dev): Promise<void> {
  const { pid } = JSON.parse((await dev.page('/process')).body) as { pid: number }
  expect(await dev.process.stop()).toBe(0)
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
}
