import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { copyElsewhere, createFixtureApp, WITH_DATABASE } from '../testing/temporary-app.fixture.ts'
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
  }, 60_000)

  test('stack traces name the lines of the sources', async () => {
    const { root } = createFixtureApp({
      'routes.ts': `import { defineRoutes } from 'vanillin'

function fail(): never {
  throw new Error('on line 4')
}

export default defineRoutes((route) => route.get('/', () => fail()))
`,
    })
    await vanillin(['build'], { cwd: root })
    const release = copyElsewhere(join(root, 'dist'))
    const server = new Running(join(release, 'server.js'), ['start', '--port', '0'], { cwd: '/' })
    const url = (await server.prints(/http:\/\/127\.0\.0\.1:\d+/))[0]
    const answer = await fetch(url)
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('on line 4')
    await server.prints(/routes\.ts:4:9/)
  }, 60_000)

  test('migrates and seeds its embedded database without node_modules', async () => {
    const { root } = createFixtureApp(WITH_DATABASE)
    await vanillin(['build'], { cwd: root })
    const release = copyElsewhere(join(root, 'dist'))
    const server = (...args: string[]): ReturnType<typeof run> =>
      run(join(release, 'server.js'), args, { cwd: '/' })
    expect((await server('migrate:status')).output).toMatch(/create_people +pending/)
    expect((await server('migrate')).output).toContain('Migrated 2026_01_01_000000_create_people')
    expect((await server('migrate')).output).toContain('Nothing to migrate.')
    expect((await server('migrate:status')).output).toMatch(/create_people +ran +batch 1/)
    expect((await server('seed')).output).toContain('Seeded 01_people')
    const running = new Running(join(release, 'server.js'), ['start', '--port', '0'], { cwd: '/' })
    const url = (await running.prints(/Listening on (http:\/\/127\.0\.0\.1:\d+)/))[1] ?? ''
    expect(await (await fetch(`${url}/names`)).json()).toEqual([{ name: 'Ada' }])
  }, 60_000)

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
    expect((await vanillin(['build'], { cwd: root })).errors).toBe('')
    const server = new Running(
      join(copyElsewhere(join(root, 'dist')), 'server.js'),
      ['start', '--port', '0'],
      { cwd: '/' },
    )
    const url = (await server.prints(/http:\/\/127\.0\.0\.1:\d+/))[0]
    expect(await (await fetch(`${url}/admin/user-groups/list`)).text()).toBe('groups')
  }, 60_000)

  test('takes the native files of the target along, and none where there is none', async () => {
    const { root } = createFixtureApp()
    await vanillin(['build', '--target', 'linux-arm64-glibc'], { cwd: root })
    expect(readdirSync(join(root, 'dist/native'))).toEqual([
      'uws_linux_arm64_115.node',
      'uws_linux_arm64_127.node',
    ])
    const { output } = await vanillin(['build', '--target', 'linux-x64-musl'], { cwd: root })
    expect(output).toContain('none: the node core will serve')
    expect(existsSync(join(root, 'dist/native'))).toBe(false)
    const wrong = await vanillin(['build', '--target', 'amiga'], { cwd: root })
    expect(wrong.exitCode).toBe(1)
    expect(wrong.errors).toContain('Not a target: amiga')
  }, 60_000)

  test('an error in the sources names file and line, and leaves the last build alone', async () => {
    const { root, write } = createFixtureApp()
    await vanillin(['build'], { cwd: root })
    const before = readFileSync(join(root, 'dist/app.js'), 'utf8')
    write('app/plugins/stamp.ts', "import { absent } from './absent.ts'\nexport const StampPlugin = absent\n")
    const { exitCode, errors } = await vanillin(['build'], { cwd: root })
    expect(exitCode).toBe(1)
    expect(errors).toContain('app/plugins/stamp.ts:1:24 Could not resolve "./absent.ts"')
    expect(errors).not.toContain('    at ')
    expect(readFileSync(join(root, 'dist/app.js'), 'utf8')).toBe(before)
  }, 60_000)

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
    const { exitCode, errors } = await vanillin(['build'], { cwd: root })
    expect(exitCode).toBe(1)
    expect(errors).toContain('Cannot be bundled: native-thing')
    expect(errors).toContain('vanillin build --external native-thing')
  }, 60_000)

  test('the command line of a built app', async () => {
    const { root } = createFixtureApp()
    await vanillin(['build'], { cwd: root })
    const server = (...args: string[]): ReturnType<typeof run> =>
      run(join(root, 'dist/server.js'), args, { cwd: '/' })
    expect(await server('--help')).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('migrate:status'),
    })
    expect(await server()).toMatchObject({ exitCode: 2 })
    expect(await server('strat')).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining('Unknown command: strat'),
    })
    expect(await server('start', '--prot', '1')).toMatchObject({
      exitCode: 2,
      errors: expect.stringContaining("'--prot'"),
    })
    expect(await server('migrate')).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining('without a database'),
    })
  }, 60_000)
})

test('this machine is a target', () => {
  expect(hostTarget().os).toBe(process.platform)
})
