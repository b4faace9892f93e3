import { once } from 'node:events'
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { sharedFolder } from '@vanillin/cache'
import { expect, onTestFinished, test } from 'vitest'
import { copyElsewhere, createFixtureApp } from '../testing/temporary-app.fixture.ts'
import { run, Running, vanillin } from '../testing/run-node.fixture.ts'
import { hostTarget } from './build-target.ts'

const css = 'h1 { color: rebeccapurple }\n'.repeat(100)

const FILES = {
  'config/app.ts': `import { defineConfig, env } from 'vanillin'

export default defineConfig({
  name: env.string('APP_NAME', 'Fixture'),
  log: { requests: false },
  http: { port: env.port('PORT', 3000), reusePort: env.boolean('REUSE_PORT', false) },
})
`,
  'bootstrap.ts': `import { createApp } from 'vanillin'
import { cache } from 'vanillin/cache'
import app from './config/app.ts'
import { StampPlugin } from '#plugins/stamp'
import routes from './routes.ts'

export default createApp({ app, cache: { store: ['memory', 'shared'] } }, [cache(), new StampPlugin(), routes])
`,
  'routes.ts': `import { defineRoutes, minutes } from 'vanillin'
import { cache, shared } from 'vanillin/cache'
import FailController from '#controllers/fail'
import HomeController from '#controllers/home'

const controllers = import.meta.glob('./app/controllers/admin/*.ts', { eager: true })

export default defineRoutes((route) => {
  route.get('/', [HomeController, 'index']).as('home')
  route.get('/posts/:id', [HomeController, 'show']).as('posts.show').where({ id: 'int' })
  route.get('/fail', [FailController, 'index'])
  route.get('/seen', async () => ({
    pid: process.pid,
    seen: shared<number>('counters').increment('seen'),
    first: await cache.remember('first', minutes(5), () => process.pid),
  }))
  route.simple(controllers)
})
`,
  'app/controllers/fail.ts': `import { Controller } from 'vanillin'

export default class FailController extends Controller {
  index(): string {
    throw new Error('on line 5')
  }
}
`,
  'app/controllers/admin/user-groups.ts': `import { Controller } from 'vanillin'

export default class extends Controller {
  list() {
    return 'groups'
  }
}
`,
  'public/.env': 'SECRET=1\n',
  'public/pictures/.DS_Store': 'x',
  'public/pictures/a.txt': 'a',
  'public/.git/config': 'x',
  'public/.well-known/security.txt': 'Contact: mailto:a@example.com\n',
  'public/long.css': css,
  'public/short.css': 'h1 { color: red }\n',
  'public/photo.png': 'x'.repeat(5000),
  'public/own.css': css,
  'public/stale.css': css,
  'app/assets/app.css': Array.from({ length: 99 }, (_item, index) => `.a${index} { width: ${index}px }`).join(
    '\n',
  ),
  'app/assets/data.json': JSON.stringify(Array.from({ length: 500 }, (_item, index) => ({ index }))),
}

/** The folder is removed with the test that asked for it: so all that one build is asked is one test. */
test('vanillin build: dist/ alone, in another place, is the app', async () => {
  const { root } = createFixtureApp(FILES)
  writeFileSync(join(root, 'public/own.css.br'), brotliCompressSync(`/* by hand */${css}`))
  writeFileSync(join(root, 'public/stale.css.gz'), gzipSync('before'))
  utimesSync(join(root, 'public/stale.css.gz'), 1, 1)
  utimesSync(join(root, 'public/long.css'), 1_600_000_000, 1_600_000_000)
  symlinkSync(join(root, 'public/long.css'), join(root, 'public/linked.css'))
  symlinkSync(join(root, 'bootstrap.ts'), join(root, 'public/leaving.css'))

  const built = await vanillin(['build'], { cwd: root })
  expect(built.errors).toBe('')
  expect(built.exitCode).toBe(0)
  const dist = join(root, 'dist')
  leavesOutWhatIsNotServed(built.output, dist)
  const forms = compresses(built.output, dist)

  expect(built.output).toMatch(/native files +lmdb-115\.node/)
  const release = copyElsewhere(dist)
  onTestFinished(() => {
    for (const folder of [release, dist]) rmSync(sharedFolder(folder), { recursive: true, force: true })
  })
  const server = new Running(join(release, 'server.js'), ['start', '--port', '0'], { cwd: '/' })
  const url = (await server.prints(/http:\/\/127\.0\.0\.1:\d+/))[0]
  await servesPages(url)
  await servesCompressed(url, forms)

  // the folder of a release has no sources beside it
  const traces = [[server, url, release] as const]
  const beside = new Running(join(dist, 'server.js'), ['start', '--port', '0'], { cwd: '/' })
  traces.push([beside, (await beside.prints(/http:\/\/127\.0\.0\.1:\d+/))[0], dist])
  for (const [process, address, folder] of traces) {
    const answer = await fetch(`${address}/fail`)
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('on line 5')
    const frame = await process.prints(/\((?:file:\/\/)?([^()]+?)\/app\/controllers\/fail\.ts:5:11\)/)
    expect(frame[1]).toBe(dirname(folder))
  }
  expect(await server.stop()).toBe(0)
  await hasACommandLine(join(release, 'server.js'))
  await sharesAmongProcesses(join(release, 'server.js'))
})

/** Two processes have one port, one dictionary, and compute once. */
async function sharesAmongProcesses(file: string): Promise<void> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  for (let i = 0; i < 2; i += 1) {
    const server = new Running(file, ['start', '--port', String(port)], {
      cwd: '/',
      env: { REUSE_PORT: 'true' },
    })
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await server.prints(new RegExp(`listens on http://127.0.0.1:${port}`))
  }
  const answers: { pid: number; seen: number; first: number }[] = []
  const byBoth = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/seen`, { headers: { connection: 'close' } })
    answers.push((await response.json()) as (typeof answers)[number])
    return new Set(answers.map(({ pid }) => pid)).size
  }
  await expect.poll(byBoth, { interval: 1 }).toBe(2)
  expect(answers.map(({ seen }) => seen)).toEqual(answers.map((_answer, index) => index + 1))
  expect(new Set(answers.map(({ first }) => first)).size).toBe(1)
}

async function servesPages(url: string): Promise<void> {
  const home = await (await fetch(url)).text()
  expect(home).toContain('<h1>first</h1>')
  expect(home).not.toContain('/@vite/client')
  const script = /src="(\/assets\/app-[^"]+\.js)"/.exec(home)?.[1] ?? ''
  expect(await (await fetch(url + script)).text()).toContain('hello from the browser')
  expect(await (await fetch(`${url}/robots.txt`)).text()).toBe('User-agent: *\n')
  expect(await (await fetch(`${url}/posts/7`)).json()).toEqual({ id: 7 })
  // import.meta.glob is expanded as Vite does in development
  expect(await (await fetch(`${url}/admin/user-groups/list`)).text()).toBe('groups')
  expect((await fetch(`${url}/nothing`)).status).toBe(404)
}

function leavesOutWhatIsNotServed(output: string, dist: string): void {
  expect(output).toContain(
    'public/.env, public/.git, public/pictures/.DS_Store (names that begin with a dot are never served)',
  )
  expect(output).toContain('public/leaving.css (links out of public/ are never served)')
  const names = readdirSync(join(dist, 'public'), { recursive: true }) as string[]
  expect(names).toEqual(
    expect.arrayContaining(['.well-known', '.well-known/security.txt', 'pictures/a.txt', 'robots.txt']),
  )
  expect(names.filter((name) => /\.env|\.DS|\.git/.test(name))).toEqual([])
}

/** Answers the names of the compressed files. */
function compresses(output: string, dist: string): string[] {
  expect(output).toMatch(/compressed +\d+ of the public files, \d+ kB instead of \d+ kB/)
  const folder = join(dist, 'public')
  const forms = (readdirSync(folder, { recursive: true }) as string[]).filter((name) =>
    /\.(br|gz)$/.test(name),
  )
  expect(forms.map((name) => name.replace(/-[\w-]{8}\./, '-hash.')).toSorted()).toEqual(
    ['linked.css', 'long.css', 'own.css', 'stale.css', 'assets/app-hash.css', 'assets/data-hash.json']
      .flatMap((name) => [`${name}.br`, `${name}.gz`])
      .toSorted(),
  )
  expect(gunzipSync(readFileSync(join(folder, 'stale.css.gz'))).toString()).toBe(css)
  expect(brotliDecompressSync(readFileSync(join(folder, 'own.css.br'))).toString()).toContain('by hand')
  expect(statSync(join(folder, 'long.css')).mtimeMs).toBe(1_600_000_000_000)
  return forms
}

async function servesCompressed(url: string, forms: readonly string[]): Promise<void> {
  for (const coding of ['br', 'gzip']) {
    const response = await fetch(`${url}/linked.css`, { headers: { 'accept-encoding': coding } })
    expect(response.headers.get('content-encoding')).toBe(coding)
    expect(await response.text()).toBe(css)
  }
  const name = forms.find((form) => /^assets.app-.*\.css\.br$/.test(form))!.slice(0, -'.br'.length)
  const asset = await fetch(`${url}/${name}`, { headers: { 'accept-encoding': 'br' } })
  expect(asset.headers.get('content-encoding')).toBe('br')
}

async function hasACommandLine(file: string): Promise<void> {
  for (const [args, exitCode, text] of commandLines) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const ended = await run(file, args, { cwd: '/' })
    const said = exitCode === 0 ? 'output' : 'errors'
    expect(ended, args.join(' ')).toMatchObject({ exitCode, [said]: expect.stringContaining(text) })
  }
}

/** What `node server.js` is asked for, how it ends, and what it says. */
const commandLines: readonly [args: readonly string[], exitCode: number, text: string][] = [
  [['--help'], 0, 'migrate:status'],
  [['help'], 0, 'migrate:status'],
  [[], 2, ''],
  [['migrate:fresh'], 2, '`vanillin migrate:fresh` is a command for the folder'],
  [['strat'], 2, 'Did you mean `node server.js start`?'],
  [['start', '--port'], 2, '--port needs a value'],
  [['start', '--prot', '1'], 2, 'Did you mean `--port`?'],
  [['migrate'], 1, 'without a database'],
]

test('vanillin build refuses what is wrong, says where, and leaves the last build alone', async () => {
  const { root, write } = createFixtureApp({
    'app/services/links.ts': "export const count: number = 'one'\n",
  })
  const refused = await vanillin(['build'], { cwd: root })
  expect(refused.exitCode).toBe(1)
  expect(refused.output).toContain("app/services/links.ts:1:14 Type 'string' is not assignable")
  expect(refused.errors).toContain('1 error. Nothing was built.')
  expect(refused.errors).toContain('--no-check')
  expect(existsSync(join(root, 'dist'))).toBe(false)

  const unchecked = (): ReturnType<typeof vanillin> => vanillin(['build', '--no-check'], { cwd: root })
  expect((await unchecked()).exitCode).toBe(0)
  const before = readFileSync(join(root, 'dist/app.js'), 'utf8')
  expect(existsSync(join(root, 'dist/server.js'))).toBe(true)

  write('app/plugins/stamp.ts', "import { absent } from './absent.ts'\nexport const StampPlugin = absent\n")
  const broken = await unchecked()
  expect(broken.exitCode).toBe(1)
  expect(broken.errors).toContain('app/plugins/stamp.ts:1:24 Could not resolve "./absent.ts"')
  expect(broken.errors).not.toContain('    at ')
  expect(readFileSync(join(root, 'dist/app.js'), 'utf8')).toBe(before)

  write(
    'vendor/node_modules/native-thing/package.json',
    '{ "name": "native-thing", "version": "1.2.3", "dependencies": { "bindings": "1" } }',
  )
  write('vendor/node_modules/native-thing/index.js', 'export const thing = 1\n')
  write(
    'app/plugins/stamp.ts',
    "export { thing as StampPlugin } from '../../vendor/node_modules/native-thing/index.js'\n",
  )
  // It looks for its native file at run time, and would not find it.
  const native = await unchecked()
  expect(native.exitCode).toBe(1)
  expect(native.errors).toContain('Cannot be bundled: native-thing')
  expect(native.errors).toContain('vanillin build --external native-thing')
})

test('this machine is a target', () => {
  expect(hostTarget().os).toBe(process.platform)
})
