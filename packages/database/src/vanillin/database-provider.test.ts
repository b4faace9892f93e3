import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createApp, defineRoutes } from '@vanillin/core'
import type { Application } from '@vanillin/core'
import { Database, currentDatabase, db, sql, useDatabase } from '@vanillin/database'
import { database } from '@vanillin/database/vanillin'
import { describeOnServer } from '../testing/contract/describe-on-server.ts'
import { postgresUrl } from '../testing/contract/servers.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

async function appIn(root: string, environment: string, config?: object): Promise<Application> {
  const before = { root: process.env.VANILLIN_ROOT, environment: process.env.NODE_ENV }
  process.env.VANILLIN_ROOT = root
  process.env.NODE_ENV = environment
  try {
    const routes = defineRoutes((route) => {
      route.get('/count', async () => {
        const { rows } = await sql<{ count: number }>`select count(*)::int as count from notes`.execute(db)
        return { count: rows[0]?.count }
      })
      route.get('/one', async () => (await sql`select 1 as one`.execute(db)).rows)
    })
    const app = createApp(
      { app: { name: 'test', log: { level: 'silent' } }, ...(config && { database: config }) },
      [database(), routes],
    )
    cleanups.push(() => app.shutdown())
    return app
  } finally {
    restore('VANILLIN_ROOT', before.root)
    restore('NODE_ENV', before.environment)
  }
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name]
  else process.env[name] = value
}

async function temporaryRoot(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'vanillin-provider-'))
  cleanups.push(() => rm(root, { recursive: true }))
  return root
}

test('an app in test mode has a database in memory with every migration of its folder, the second time from the cache', async () => {
  const root = await temporaryRoot()
  await mkdir(join(root, 'database/migrations'), { recursive: true })
  await mkdir(join(root, 'app'))
  await writeFile(join(root, 'app/name.ts'), `export const name: string = 'notes'\n`)
  await writeFile(
    join(root, 'database/migrations/2026_01_01_000000_create_notes.ts'),
    `import { name } from '../../app/name.ts'
export default Object.assign(
  { async up(schema: any): Promise<void> { await schema.createTable(name, (table: any) => { table.id() }) } },
  { [Symbol.for('vanillin.database.migration')]: true },
)
`,
  )
  const first = await appIn(root, 'test', {})
  expect(await (await first.fetch('/count')).json()).toEqual({ count: 0 })
  expect(first.use(Database)).toBe(currentDatabase())
  await sql`insert into notes default values`.execute(db)
  expect(await (await first.fetch('/count')).json()).toEqual({ count: 1 })
  await first.shutdown()
  expect(() => db.selectNoFrom([])).toThrow(expect.objectContaining({ code: 'E_DATABASE_NOT_CONNECTED' }))

  const second = await appIn(root, 'test', {})
  expect(await (await second.fetch('/count')).json()).toEqual({ count: 0 })
})

test('an app without config/database.ts has the database of DATABASE_URL', async () => {
  const before = process.env.DATABASE_URL
  cleanups.push(() => restore('DATABASE_URL', before))
  process.env.DATABASE_URL = 'mysql://ada:secret@127.0.0.1:1/shop'
  const app = await appIn(await temporaryRoot(), 'production')
  await app.boot()
  expect(app.use(Database).description).toBe('MySQL at 127.0.0.1:1, database shop')
})

await describeOnServer('on a PostgreSQL server', postgresUrl, () => {
  test('a database that is down at boot: the app starts, answers 503, and heals when it comes up', async () => {
    const server = new URL(postgresUrl)
    // A port that is free, and later leads to the server: the database that "comes up".
    const probe = createServer()
    await new Promise<void>((resolve) => void probe.listen(0, '127.0.0.1', resolve))
    const { port } = probe.address() as { port: number }
    await new Promise((resolve) => probe.close(resolve))

    const url = new URL(postgresUrl)
    url.hostname = '127.0.0.1'
    url.port = String(port)
    const app = await appIn(await temporaryRoot(), 'production', { url: url.href })
    const down = await app.fetch('/one', { headers: { accept: 'application/json' } })
    expect(down.status).toBe(503)
    expect(await down.text()).not.toContain(String(port))

    const proxy = createServer((socket) => {
      const upstream = connect(Number(server.port || 5432), server.hostname)
      socket.pipe(upstream).pipe(socket)
      socket.on('error', () => upstream.destroy())
      upstream.on('error', () => socket.destroy())
    })
    await new Promise<void>((resolve) => void proxy.listen(port, '127.0.0.1', resolve))
    cleanups.unshift(() => proxy.close())
    expect(await (await app.fetch('/one')).json()).toEqual([{ one: 1 }])
  })
})

test('a command beside a running app works through it; a second server is refused', async () => {
  const root = await temporaryRoot()
  const server = await appIn(root, 'development', {})
  await server.boot()
  await server.ready()
  await sql`create table notes (id int)`.execute(server.use(Database))

  const previous = currentDatabase()
  const command = await appIn(root, 'development', { embedded: { ownerWaitMs: 100 } })
  await command.boot()
  expect(command.use(Database).description).toContain('through the process that has it open')
  await sql`insert into notes values (1)`.execute(command.use(Database))
  await expect(command.ready()).rejects.toMatchObject({
    code: 'E_DATABASE_OWNED',
    message: expect.stringContaining(`process ${process.pid} `),
  })
  await command.shutdown()
  expect(currentDatabase()).toBe(previous)
  expect(await (await server.fetch('/count')).json()).toEqual({ count: 1 })
})

test('the successor of a process swap becomes the owner when the old process leaves', async () => {
  const root = await temporaryRoot()
  const old = await appIn(root, 'development', {})
  await old.boot()
  await sql`create table notes (id int)`.execute(old.use(Database))
  const next = await appIn(root, 'development', {})
  await next.boot()
  const ready = next.ready()
  await old.shutdown()
  await ready
  expect(next.use(Database).description).not.toContain('through')
  const { rows } = await sql`select count(*)::int as count from notes`.execute(next.use(Database))
  expect(rows).toEqual([{ count: 0 }])
})

test('db before any connection says what to do', () => {
  const before = useDatabase(null)
  try {
    expect(() => db.selectFrom('contract_posts' as never)).toThrow(
      expect.objectContaining({
        code: 'E_DATABASE_NOT_CONNECTED',
        help: expect.stringContaining('database()'),
      }),
    )
    expect(() => db.driver).toThrow(/before it was connected/)
  } finally {
    useDatabase(before)
  }
})
