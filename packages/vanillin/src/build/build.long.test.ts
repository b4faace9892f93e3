import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { copyElsewhere, createFixtureApp, WITH_DATABASE } from '../testing/temporary-app.fixture.ts'
import { run, Running, vanillin } from '../testing/run-node.fixture.ts'

describe('vanillin build', () => {
  test('classes of a package without side effects are there, imported statically and by import()', async () => {
    const { root, write } = createFixtureApp({
      ...Object.fromEntries(Object.entries(WITH_DATABASE).filter(([name]) => !/migrations|seeds/.test(name))),
      'database/schema.ts': 'export {}\n',
      'app/models/person.ts': `import { Model } from 'vanillin/database'
export class Person extends Model('people') {}
`,
      'vendor/node_modules/shapes/package.json':
        '{ "name": "shapes", "version": "1.0.0", "type": "module", "sideEffects": false, "exports": "./index.js" }',
      'vendor/node_modules/shapes/index.js':
        "export { Shape } from './shape.js'\nexport { more } from './more.js'\n",
      'vendor/node_modules/shapes/shape.js': "export class Shape { name() { return 'a shape' } }\n",
      'vendor/node_modules/shapes/more.js': "export const more = () => 'more'\n",
      'vendor/later.js': "export { more, Shape } from 'shapes'\n",
      'vendor/square.js': "import { Shape } from 'shapes'\nexport class Square extends Shape {}\n",
    })
    write(
      'routes.ts',
      `import { defineRoutes } from 'vanillin'
import { Person } from '#models/person'
// @ts-expect-error -- without types
import { Square } from './vendor/square.js'

export default defineRoutes((route) => {
  route.get('/', async () => {
    // @ts-expect-error -- without types
    const later = await import('./vendor/later.js')
    return [typeof Person.where, new Square().name(), later.more(), new Square() instanceof later.Shape].join(', ')
  })
})
`,
    )
    expect((await vanillin(['build', '--no-check'], { cwd: root })).errors).toBe('')
    const release = copyElsewhere(join(root, 'dist'))
    const server = new Running(join(release, 'server.js'), ['start', '--port', '0'], {
      cwd: '/',
      env: { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' },
    })
    const url = (await server.prints(/http:\/\/127\.0\.0\.1:\d+/))[0]
    expect(await (await fetch(url)).text()).toBe('function, a shape, more, true')
  })

  test('dist/ alone brings the client of Redis, and loads it when Redis is configured', async () => {
    const { root } = createFixtureApp({
      'config/cache.ts': `import { env } from 'vanillin'
import type { CacheConfig } from 'vanillin/cache'

const cache: CacheConfig = { redis: { url: env.optional('REDIS_URL') } }
export default cache
`,
      'bootstrap.ts': `import { createApp } from 'vanillin'
import { cache } from 'vanillin/cache'
import app from './config/app.ts'
import cacheConfig from './config/cache.ts'
import routes from './routes.ts'

export default createApp({ app, cache: cacheConfig }, [cache(), routes])
`,
      'routes.ts': `import { defineRoutes } from 'vanillin'
import { limitRequests } from 'vanillin/cache'

export default defineRoutes((route) => {
  route.get('/', () => 'hello').use(limitRequests({ perHour: 2 }))
})
`,
    })
    const built = await vanillin(['build'], { cwd: root })
    expect([built.exitCode, built.errors]).toEqual([0, ''])
    const release = copyElsewhere(join(root, 'dist'))
    const statuses = async (env: Record<string, string>, line: RegExp) => {
      const server = new Running(join(release, 'server.js'), ['start', '--port', '0'], { cwd: '/', env })
      const url = (await server.prints(/http:\/\/127\.0\.0\.1:\d+/))[0]
      await server.prints(line)
      const answers = [await fetch(url), await fetch(url), await fetch(url)]
      return answers.map(({ status }) => status)
    }
    expect(await statuses({}, /in the memory of this worker/)).toEqual([200, 200, 429])
    const nobody = { REDIS_URL: 'redis://127.0.0.1:1' }
    expect(await statuses(nobody, /Redis cannot count for the limiters/)).toEqual([200, 200, 200])
  })

  test('migrates and seeds its embedded database without node_modules', async () => {
    const { root } = createFixtureApp(WITH_DATABASE)
    await vanillin(['build', '--no-check'], { cwd: root })
    const release = copyElsewhere(join(root, 'dist'))
    const server = (...args: string[]): ReturnType<typeof run> =>
      run(join(release, 'server.js'), args, { cwd: '/' })
    expect((await server('migrate:status')).output).toMatch(/create_people +pending/)
    expect((await server('migrate')).output).toContain('Migrated 2026_01_01_000000_create_people')
    expect((await server('migrate')).output).toContain('Nothing to migrate.')
    expect((await server('migrate:status')).output).toMatch(/create_people +ran +batch 1/)
    expect((await server('seed')).output).toContain('Seeded 01_people')
    expect((await server('migrate', '--pretend')).output).toContain('Nothing to migrate.')
    expect((await server('db:show')).output).toMatch(/^people +1 row /m)
    expect(JSON.parse((await server('db:table', 'people', '--json')).output)).toMatchObject({
      name: 'people',
    })
    expect((await server('db:table')).exitCode).toBe(2)
    expect((await server('db:drift')).errors).toContain('no database/schema.ts to compare with')
    const running = new Running(join(release, 'server.js'), ['start', '--port', '0'], { cwd: '/' })
    const url = (await running.prints(/listens on (http:\/\/127\.0\.0\.1:\d+)/))[1] ?? ''
    expect(await (await fetch(`${url}/names`)).json()).toEqual([{ name: 'Ada' }])
  })

  test('start warns of migrations that have not run, and starts without a database too', async () => {
    const { root } = createFixtureApp(WITH_DATABASE)
    await vanillin(['build', '--no-check'], { cwd: root })
    const file = join(copyElsewhere(join(root, 'dist')), 'server.js')
    const waiting = new Running(file, ['start', '--port', '0'], { cwd: '/' })
    await waiting.prints(/"level":40[^\n]*"msg":"1 migration has not run: node server\.js migrate"/)
    expect(await waiting.stop()).toBe(0)

    expect((await run(file, ['migrate'], { cwd: '/' })).exitCode).toBe(0)
    const migrated = new Running(file, ['start', '--port', '0'], { cwd: '/' })
    const url = (await migrated.prints(/listens on (http:\/\/127\.0\.0\.1:\d+)/))[1] ?? ''
    expect((await fetch(`${url}/names`)).status).toBe(200)
    expect(await migrated.stop()).toBe(0)
    expect(migrated.output).not.toContain('not run')

    const env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' }
    const down = new Running(file, ['start', '--port', '0'], { cwd: '/', env })
    const { 1: address = '' } = await down.prints(/listens on (http:\/\/127\.0\.0\.1:\d+)/)
    await down.prints(/"level":40/)
    expect((await fetch(address)).status).toBe(200)
    expect(await down.stop()).toBe(0)
    expect(down.output).not.toContain('not run')
  })

  test('a shared dictionary needs its native file of the target too, and says how to get it', async () => {
    const { root } = createFixtureApp({
      'bootstrap.ts': `import { createApp } from 'vanillin'
import { cache } from 'vanillin/cache'
import app from './config/app.ts'
import routes from './routes.ts'

export default createApp({ app }, [cache(), routes])
`,
    })
    const { exitCode, errors } = await vanillin(['build', '--no-check', '--target', 'linux-arm64-musl'], {
      cwd: root,
    })
    expect(exitCode).toBe(1)
    expect(errors).toContain('lmdb has a native file for this machine, not for linux-arm64-musl')
    expect(errors).toContain('npm install --os=linux --cpu=arm64 --libc=musl')
  })

  test('takes the native files of the target along, and none where there is none', async () => {
    const { root } = createFixtureApp()
    await vanillin(['build', '--no-check', '--target', 'linux-arm64-glibc'], { cwd: root })
    expect(readdirSync(join(root, 'dist/native'))).toEqual([
      'uws_linux_arm64_115.node',
      'uws_linux_arm64_127.node',
    ])
    const { output } = await vanillin(['build', '--no-check', '--target', 'linux-x64-musl'], { cwd: root })
    expect(output).toContain('none: the node core will serve')
    expect(existsSync(join(root, 'dist/native'))).toBe(false)
    const wrong = await vanillin(['build', '--no-check', '--target', 'amiga'], { cwd: root })
    expect(wrong.exitCode).toBe(2)
    expect(wrong.errors).toContain('Not a target: amiga')
  })
})
