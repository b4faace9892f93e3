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
import { describe, expect, onTestFinished, test } from 'vitest'
import { copyElsewhere, createFixtureApp } from '../testing/temporary-app.fixture.ts'
import { run, Running, vanillin } from '../testing/run-node.fixture.ts'
import { hostTarget } from './build-target.ts'

describe('vanillin build', () => {
  test('dist/ alone, in another place, serves pages, front end and public files', async () => {
    const { root } = createFixtureApp()
    const built = await vanillin(['build'], { cwd: root })
    expect(built.errors).toBe('')
    expect(built.exitCode).toBe(0)
    const release = copyElsewhere(join(root, 'dist'))
    const server = new Running(join(release, 'server.js'), ['start', '--port', '0'], { cwd: '/' })
    const url = (await server.prints(/http:\/\/127\.0\.0\.1:\d+/))[0]

    const home = await (await fetch(url)).text()
    expect(home).toContain('<h1>first</h1>')
    expect(home).not.toContain('/@vite/client')
    const script = /src="(\/assets\/app-[^"]+\.js)"/.exec(home)?.[1] ?? ''
    expect(await (await fetch(url + script)).text()).toContain('hello from the browser')
    expect(await (await fetch(`${url}/robots.txt`)).text()).toBe('User-agent: *\n')
    expect(await (await fetch(`${url}/posts/7`)).json()).toEqual({ id: 7 })
    expect((await fetch(`${url}/nothing`)).status).toBe(404)
    expect(await server.stop()).toBe(0)
  })

  test('two processes of dist/ alone share a port, a dictionary and its locks', async () => {
    const { root } = createFixtureApp({
      'config/app.ts': `import { defineConfig, env } from 'vanillin'

export default defineConfig({ name: 'Fixture', http: { port: env.port('PORT', 0), reusePort: true } })
`,
      'bootstrap.ts': `import { createApp } from 'vanillin'
import { cache } from 'vanillin/cache'
import app from './config/app.ts'
import routes from './routes.ts'

export default createApp({ app, cache: { store: ['memory', 'shared'] } }, [cache(), routes])
`,
      'routes.ts': `import { defineRoutes, minutes } from 'vanillin'
import { cache, shared } from 'vanillin/cache'

export default defineRoutes((route) => {
  route.get('/', async () => ({
    pid: process.pid,
    seen: shared<number>('counters').increment('seen'),
    first: await cache.remember('first', minutes(5), () => process.pid),
  }))
})
`,
    })
    const built = await vanillin(['build', '--no-check'], { cwd: root })
    expect([built.exitCode, built.errors]).toEqual([0, ''])
    expect(built.output).toMatch(/native files +lmdb-115\.node/)
    const release = copyElsewhere(join(root, 'dist'))
    onTestFinished(() => rmSync(sharedFolder(release), { recursive: true }))
    const port = String(await freePort())
    for (let i = 0; i < 2; i += 1) {
      const server = new Running(join(release, 'server.js'), ['start', '--port', port], { cwd: '/' })
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await server.prints(new RegExp(`listens on http://127.0.0.1:${port}`))
    }
    const answers: { pid: number; seen: number; first: number }[] = []
    const byBoth = async () => {
      const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } })
      answers.push((await response.json()) as (typeof answers)[number])
      return new Set(answers.map(({ pid }) => pid)).size
    }
    await expect.poll(byBoth, { interval: 1 }).toBe(2)
    expect(answers.map(({ seen }) => seen)).toEqual(answers.map((_answer, index) => index + 1))
    expect(new Set(answers.map(({ first }) => first)).size).toBe(1)
  })

  test('stack traces name the files and lines of the sources, also where dist/ lies alone', async () => {
    const { root } = createFixtureApp({
      'routes.ts': `import { defineRoutes } from 'vanillin'
import FailController from '#controllers/fail'

export default defineRoutes((route) => route.get('/', [FailController, 'index']))
`,
      'app/controllers/fail.ts': `import { Controller } from 'vanillin'

export default class FailController extends Controller {
  index(): string {
    throw new Error('on line 5')
  }
}
`,
    })
    await vanillin(['build', '--no-check'], { cwd: root })
    const release = copyElsewhere(join(root, 'dist'))
    for (const folder of [join(root, 'dist'), release]) {
      const server = new Running(join(folder, 'server.js'), ['start', '--port', '0'], { cwd: '/' })
      const url = (await server.prints(/http:\/\/127\.0\.0\.1:\d+/))[0]
      const answer = await fetch(url)
      expect(answer.status).toBe(500)
      expect(await answer.text()).not.toContain('on line 5')
      const frame = await server.prints(/\((?:file:\/\/)?([^()]+?)\/app\/controllers\/fail\.ts:5:11\)/)
      expect(frame[1]).toBe(dirname(folder))
    }
  })

  test('type-checks first, and builds all the same with --no-check', async () => {
    const { root } = createFixtureApp({ 'app/services/links.ts': "export const count: number = 'one'\n" })
    const refused = await vanillin(['build'], { cwd: root })
    expect(refused.exitCode).toBe(1)
    expect(refused.output).toContain("app/services/links.ts:1:14 Type 'string' is not assignable")
    expect(refused.errors).toContain('1 error. Nothing was built.')
    expect(refused.errors).toContain('--no-check')
    expect(existsSync(join(root, 'dist'))).toBe(false)
    expect((await vanillin(['build', '--no-check'], { cwd: root })).exitCode).toBe(0)
    expect(existsSync(join(root, 'dist/server.js'))).toBe(true)
  })

  test('names of public/ that begin with a dot stay out of dist/', async () => {
    const { root } = createFixtureApp({
      'public/.env': 'SECRET=1\n',
      'public/pictures/.DS_Store': 'x',
      'public/pictures/a.txt': 'a',
      'public/.git/config': 'x',
      'public/.well-known/security.txt': 'Contact: mailto:a@example.com\n',
    })
    const { output, errors } = await vanillin(['build', '--no-check'], { cwd: root })
    expect(errors).toBe('')
    expect(output).toContain(
      'public/.env, public/.git, public/pictures/.DS_Store (names that begin with a dot are never served)',
    )
    const names = readdirSync(join(root, 'dist/public'), { recursive: true }) as string[]
    expect(names.filter((name) => name.includes('.')).toSorted()).toEqual(
      expect.arrayContaining(['.well-known', '.well-known/security.txt', 'pictures/a.txt', 'robots.txt']),
    )
    expect(names.filter((name) => /\.env|\.DS|\.git/.test(name))).toEqual([])
  })

  test('public files and assets are compressed, and served so', async () => {
    const css = 'h1 { color: rebeccapurple }\n'.repeat(100)
    const { root } = createFixtureApp({
      'public/long.css': css,
      'public/short.css': 'h1 { color: red }\n',
      'public/photo.png': 'x'.repeat(5000),
      'public/own.css': css,
      'public/stale.css': css,
      'app/assets/app.css': Array.from(
        { length: 99 },
        (_item, index) => `.a${index} { width: ${index}px }`,
      ).join('\n'),
      'app/assets/data.json': JSON.stringify(Array.from({ length: 500 }, (_item, index) => ({ index }))),
    })
    writeFileSync(join(root, 'public/own.css.br'), brotliCompressSync(`/* by hand */${css}`))
    writeFileSync(join(root, 'public/stale.css.gz'), gzipSync('before'))
    utimesSync(join(root, 'public/stale.css.gz'), 1, 1)
    utimesSync(join(root, 'public/long.css'), 1_600_000_000, 1_600_000_000)
    symlinkSync(join(root, 'public/long.css'), join(root, 'public/linked.css'))
    symlinkSync(join(root, 'bootstrap.ts'), join(root, 'public/leaving.css'))
    const { output, errors } = await vanillin(['build', '--no-check'], { cwd: root })
    expect(errors).toBe('')
    expect(output).toMatch(/compressed +\d+ of the public files, \d+ kB instead of \d+ kB/)
    expect(output).toContain('public/leaving.css (links out of public/ are never served)')
    const folder = join(root, 'dist/public')
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

    const server = new Running(
      join(copyElsewhere(join(root, 'dist')), 'server.js'),
      ['start', '--port', '0'],
      {
        cwd: '/',
      },
    )
    const { 1: address = '' } = await server.prints(/(http:\/\/127\.0\.0\.1:\d+)/)
    for (const coding of ['br', 'gzip']) {
      const response = await fetch(`${address}/linked.css`, { headers: { 'accept-encoding': coding } })
      expect(response.headers.get('content-encoding')).toBe(coding)
      expect(await response.text()).toBe(css)
    }
    const name = forms.find((form) => /^assets.app-.*\.css\.br$/.test(form))!.slice(0, -'.br'.length)
    const asset = await fetch(`${address}/${name}`, { headers: { 'accept-encoding': 'br' } })
    expect(asset.headers.get('content-encoding')).toBe('br')
    expect(await server.stop()).toBe(0)
  })

  test('expands import.meta.glob as Vite does in development', async () => {
    const { root, write } = createFixtureApp({
      'routes.ts': `import { defineRoutes } from 'vanillin'

const controllers = import.meta.glob('./app/controllers/**/*.ts', { eager: true })

export default defineRoutes((route) => route.simple(controllers))
`,
    })
    write(
      'app/controllers/admin/user-groups.ts',
      "import { Controller } from 'vanillin'\nexport default class extends Controller {\n  list() {\n    return 'groups'\n  }\n}\n",
    )
    expect((await vanillin(['check'], { cwd: root })).output).toContain('No errors')
    expect((await vanillin(['build', '--no-check'], { cwd: root })).errors).toBe('')
    const server = new Running(
      join(copyElsewhere(join(root, 'dist')), 'server.js'),
      ['start', '--port', '0'],
      { cwd: '/' },
    )
    const url = (await server.prints(/http:\/\/127\.0\.0\.1:\d+/))[0]
    expect(await (await fetch(`${url}/admin/user-groups/list`)).text()).toBe('groups')
  })

  test('an error in the sources names file and line, and leaves the last build alone', async () => {
    const { root, write } = createFixtureApp()
    await vanillin(['build', '--no-check'], { cwd: root })
    const before = readFileSync(join(root, 'dist/app.js'), 'utf8')
    write('app/plugins/stamp.ts', "import { absent } from './absent.ts'\nexport const StampPlugin = absent\n")
    const { exitCode, errors } = await vanillin(['build', '--no-check'], { cwd: root })
    expect(exitCode).toBe(1)
    expect(errors).toContain('app/plugins/stamp.ts:1:24 Could not resolve "./absent.ts"')
    expect(errors).not.toContain('    at ')
    expect(readFileSync(join(root, 'dist/app.js'), 'utf8')).toBe(before)
  })

  test('a dependency that looks for its native file at run time is named, with what to do', async () => {
    const { root, write } = createFixtureApp()
    write(
      'vendor/node_modules/native-thing/package.json',
      '{ "name": "native-thing", "version": "1.2.3", "dependencies": { "bindings": "1" } }',
    )
    write('vendor/node_modules/native-thing/index.js', 'export const thing = 1\n')
    write(
      'vendor/use.ts',
      "// @ts-expect-error -- a package without types\nexport { thing } from './node_modules/native-thing/index.js'\n",
    )
    write(
      'app/models/post.ts',
      "import { thing } from '../../vendor/use.ts'\nexport class Post { static title = String(thing) }\n",
    )
    const { exitCode, errors } = await vanillin(['build', '--no-check'], { cwd: root })
    expect(exitCode).toBe(1)
    expect(errors).toContain('Cannot be bundled: native-thing')
    expect(errors).toContain('vanillin build --external native-thing')
  })

  test('the command line of a built app', async () => {
    const { root } = createFixtureApp()
    await vanillin(['build', '--no-check'], { cwd: root })
    const server = (...args: string[]): ReturnType<typeof run> =>
      run(join(root, 'dist/server.js'), args, { cwd: '/' })
    expect(await server('--help')).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('migrate:status'),
    })
    expect(await server('help')).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('migrate:status'),
    })
    expect(await server()).toMatchObject({ exitCode: 2 })
    expect(await server('migrate:fresh')).toMatchObject({
      exitCode: 2,
      errors: expect.stringContaining('`vanillin migrate:fresh` is a command for the folder'),
    })
    expect(await server('strat')).toMatchObject({
      exitCode: 2,
      errors: expect.stringContaining('Did you mean `node server.js start`?'),
    })
    expect(await server('start', '--port')).toMatchObject({
      exitCode: 2,
      errors: expect.stringContaining('--port needs a value'),
    })
    expect(await server('start', '--prot', '1')).toMatchObject({
      exitCode: 2,
      errors: expect.stringContaining('Did you mean `--port`?'),
    })
    expect(await server('migrate')).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining('without a database'),
    })
  })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

test('this machine is a target', () => {
  expect(hostTarget().os).toBe(process.platform)
})
