import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createApp, defineRoutes } from '@vanillin/core'
import type { Application } from '@vanillin/core'
import { db, sql } from '@vanillin/database'
import type { DatabaseConfig } from '@vanillin/database'
import { database } from '@vanillin/database/vanillin'
import type { CompiledQuery } from 'kysely'
import { describeOnServer } from '../../testing/contract/describe-on-server.ts'
import { createSubject, postgresUrl } from '../../testing/contract/servers.ts'
import { SlowQueries } from './slow-queries.ts'

interface Line {
  readonly level: string
  readonly msg: string
  readonly [name: string]: unknown
}

type Ask = (id: number) => Promise<unknown>

/** The code of an app: the place of its lines is what the log is to name. */
const pages = `
export async function loop(ask, times) {
  for (let id = 0; id < times; id++) {
    await ask(id)
  }
  return { times }
}
export async function together(ask, times) {
  await Promise.all(Array.from({ length: times }, (_, id) => ask(id)))
  return { times }
}
`

const select: Ask = (id) =>
  db
    .selectFrom('notes' as never)
    .selectAll()
    .where('id' as never, '=', id as never)
    .execute()
const insert: Ask = () => sql`insert into notes default values`.execute(db)

interface Subject {
  readonly app: Application
  readonly lines: Line[]
}

/** Of all apps. */
let server: Awaited<ReturnType<typeof createSubject>>

async function appIn(environment: string, config: DatabaseConfig): Promise<Subject> {
  const root = await mkdtemp(join(tmpdir(), 'vanillin-queries-'))
  onTestFinished(() => rm(root, { recursive: true }))
  await writeFile(join(root, 'pages.mjs'), pages)
  const { loop, together } = (await import(pathToFileURL(join(root, 'pages.mjs')).href)) as Record<
    'loop' | 'together',
    (ask: Ask, times: number) => Promise<unknown>
  >
  const before = { VANILLIN_ROOT: process.env.VANILLIN_ROOT, NODE_ENV: process.env.NODE_ENV }
  Object.assign(process.env, { VANILLIN_ROOT: root, NODE_ENV: environment })
  onTestFinished(() => {
    for (const [name, value] of Object.entries(before))
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
  })
  const routes = defineRoutes((route) => {
    route.get('/loop/:times', (request) => loop(select, request.params.int('times')))
    route.get('/together/:times', (request) => together(select, request.params.int('times')))
    route.get('/insert/:times', (request) => loop(insert, request.params.int('times')))
    route.get('/fail', async () => {
      await loop(select, 1)
      throw new Error('after a query')
    })
    route.get('/read', async () => (await sql`select 'read' where ${'hidden'} <> ''`.execute(db)).rows)
  })
  const lines: Line[] = []
  const app = createApp(
    {
      app: { name: 'test', key: 'a'.repeat(44), log: { level: 'debug', requests: false } },
      database: { url: server.url, ...config },
    },
    [database(), routes],
  )
  for (const level of ['debug', 'warn', 'error'] as const) collect(app, level, lines)
  onTestFinished(() => app.shutdown())
  await app.boot()
  return { app, lines }
}

/** What is logged, by the app itself and for its requests. */
function collect(app: Application, level: 'debug' | 'warn' | 'error', lines: Line[]): void {
  const write = (fields: unknown, msg?: unknown): void => {
    lines.push(
      typeof fields === 'string'
        ? { level, msg: fields }
        : { level, msg: String(msg), ...(fields as object) },
    )
  }
  app.log[level] = write
  const child = app.log.child.bind(app.log)
  app.log.child = ((...given: Parameters<typeof child>) =>
    Object.assign(child(...given), { [level]: write })) as never
}

const warnings = ({ lines }: Subject): Line[] =>
  lines.filter(({ level, code }) => level === 'warn' && code === 'E_QUERY_REPEATED')

await describeOnServer('the log of queries', postgresUrl, () => {
  beforeAll(async () => {
    server = await createSubject(postgresUrl)
    await sql`create table notes (id serial primary key)`.execute(server.database)
  })
  afterAll(() => server.dispose())

  test('development: a query that one line makes again and again is warned of, once, with its line and its SQL', async () => {
    const subject = await appIn('development', {})
    expect((await subject.app.fetch('/loop/4')).status).toBe(200)
    expect(warnings(subject)).toEqual([])
    expect((await subject.app.fetch('/loop/12')).status).toBe(200)
    expect(warnings(subject)).toMatchObject([
      { place: 'pages.mjs:4', sql: 'select * from "notes" where "id" = $1' },
    ])
    expect(warnings(subject)[0]?.msg).toMatch(/at pages\.mjs:4: select .*\nAsk for all rows at once/)
    await subject.app.fetch('/together/5')
    expect(warnings(subject)).toHaveLength(2)
  })

  test('requests at the same time are counted apart, and rows may be written one by one', async () => {
    const subject = await appIn('development', {})
    await Promise.all(Array.from({ length: 6 }, () => subject.app.fetch('/loop/3')))
    await subject.app.fetch('/insert/20')
    expect(warnings(subject)).toEqual([])
  })

  test('repeatedQueries: error fails the request, in tests too; off says nothing', async () => {
    const strict = await appIn('test', { repeatedQueries: 'error' })
    expect((await strict.app.fetch('/loop/4')).status).toBe(200)
    expect((await strict.app.fetch('/loop/5')).status).toBe(500)
    const failed = strict.lines.find(({ level }) => level === 'error')
    expect(failed?.err).toMatchObject({
      code: 'E_QUERY_REPEATED',
      stack: expect.stringContaining('pages.mjs:4'),
    })
    const quiet = await appIn('development', { repeatedQueries: 'off' })
    await quiet.app.fetch('/loop/12')
    expect(warnings(quiet)).toEqual([])
  })

  test('production asks for no context of a request, whatever the setting', async () => {
    const { app, lines } = await appIn('production', { repeatedQueries: 'error' })
    expect((await app.fetch('/loop/12')).status).toBe(200)
    expect(app.requestScope).toBeUndefined()
    expect(lines.filter(({ sql: statement }) => statement !== undefined)).toEqual([])
  })

  test('development: each query is in the log, with its time and place, and on the error page', async () => {
    const { app, lines } = await appIn('development', {})
    const page = await (await app.fetch('/fail', { headers: { accept: 'text/html' } })).text()
    expect(lines.filter(({ msg }) => msg === 'A query.')).toMatchObject([
      {
        level: 'debug',
        ms: expect.any(Number),
        place: 'pages.mjs:4',
        sql: 'select * from "notes" where "id" = $1',
      },
    ])
    expect(page).toContain('Queries of this request: 1')
    expect(page).toMatch(/[\d.]+ ms {2}pages\.mjs:4 {2}select \* from &quot;notes&quot;/)
  })

  test('production: a query that takes longer than its threshold is in the log, without its values', async () => {
    const { app, lines } = await appIn('production', { slowQueryMs: 0 })
    await app.fetch('/read')
    const slow = lines.filter(({ sql: statement }) => String(statement).startsWith('select'))
    expect(slow).toEqual([
      {
        level: 'warn',
        msg: 'A query was slow.',
        ms: expect.any(Number),
        sql: `select 'read' where $1 <> ''`,
      },
    ])
    const quick = new SlowQueries(app.log, Number.MAX_SAFE_INTEGER)
    quick.begin({ sql: 'select 2' } as CompiledQuery)()
    expect(lines.filter(({ sql: statement }) => statement === 'select 2')).toEqual([])
  })
})
