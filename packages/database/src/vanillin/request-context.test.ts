import { request } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createApp, defineRoutes } from '@vanillin/core'
import { db, sql } from '@vanillin/database'
import type { Database, DatabaseConfig } from '@vanillin/database'
import { database } from '@vanillin/database/vanillin'
import { describeOnServer } from '../testing/contract/describe-on-server.ts'
import { createSubject, postgresUrl } from '../testing/contract/servers.ts'

const sleeping = sql<null>`pg_sleep(60)`.as('slept')

await describeOnServer('the context of requests', postgresUrl, () => {
  const outcomes: unknown[] = []
  const note = async (work: () => Promise<unknown>): Promise<string> => {
    const outcome = await work().then(
      () => 'done',
      (error: { code?: unknown }) => error.code,
    )
    outcomes.push(outcome)
    return String(outcome)
  }
  const routes = defineRoutes((route) => {
    route.get('/read', () => note(() => db.selectNoFrom(sleeping).execute()))
    route.get('/write', () => note(() => sql`insert into notes select pg_sleep(0.3)::text`.execute(db)))
    route.post('/read', () => note(() => db.selectNoFrom(sql`pg_sleep(0.3)`.as('slept')).execute()))
    route.get('/place', async () => {
      const place = (): Promise<unknown> =>
        db
          .selectFrom('places' as never)
          .selectAll()
          .executeTakeFirst()
      const before = await place()
      await sql`update places set name = name`.execute(db)
      return { before, after: await place() }
    })
  })

  async function appWith(config: DatabaseConfig): Promise<{ port: number; observer: Database }> {
    const subject = await createSubject(postgresUrl)
    await sql`create table notes (text text)`.execute(subject.database)
    await sql`create table places (name text)`.execute(subject.database)
    await sql`insert into places values ('primary')`.execute(subject.database)
    const before = process.env.NODE_ENV
    process.env.NODE_ENV = 'production'
    const app = createApp(
      {
        app: { name: 'test', key: 'a'.repeat(44), log: { level: 'silent' } },
        database: { url: subject.url, ...config },
      },
      [database(), routes],
    )
    if (before === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = before
    onTestFinished(async () => {
      await app.shutdown()
      await subject.dispose()
    })
    const { port } = await app.listen({ port: 0, host: '127.0.0.1', core: 'node' })
    outcomes.splice(0)
    return { port, observer: subject.database }
  }

  /** Asks, and leaves as soon as its query runs. */
  async function leave(port: number, observer: Database, path: string, method = 'GET'): Promise<void> {
    const asking = request({ port, host: '127.0.0.1', path, method })
    asking.on('error', () => {})
    asking.end()
    await vi.waitFor(async () => expect(await running(observer)).toBe(1), { interval: 10, timeout: 5000 })
    asking.destroy()
  }
  const running = async (observer: Database): Promise<number> => {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from pg_stat_activity
      where datname = current_database() and state = 'active' and query like '%pg_sleep(%' and pid <> pg_backend_pid()`.execute(
      observer,
    )
    return rows[0]?.count ?? 0
  }

  test('what a GET reads is given up and ended when its client leaves, on a lane too', async () => {
    for (const lanes of [0, 4]) {
      const { port, observer } = await appWith({ requestContext: true, pool: { lanes } })
      await leave(port, observer, '/read')
      await vi.waitFor(() => expect(outcomes).toEqual(['E_QUERY_ABORTED']))
      await vi.waitFor(async () => expect(await running(observer)).toBe(0), { timeout: 5000 })
    }
  })

  test('what writes is carried out, and so is what is read for a POST', async () => {
    const { port, observer } = await appWith({ requestContext: true })
    await leave(port, observer, '/write')
    await vi.waitFor(() => expect(outcomes).toEqual(['done']), { timeout: 5000 })
    await leave(port, observer, '/read', 'POST')
    await vi.waitFor(() => expect(outcomes).toEqual(['done', 'done']), { timeout: 5000 })
  })

  test('what is read after a write of the same request comes from the primary', async () => {
    const replica = await createSubject(postgresUrl)
    onTestFinished(() => replica.dispose())
    await sql`create table places (name text)`.execute(replica.database)
    await sql`insert into places values ('replica')`.execute(replica.database)
    const { port } = await appWith({ requestContext: true, replicas: [replica.url] })
    const answer = await fetch(`http://127.0.0.1:${port}/place`)
    expect(await answer.json()).toEqual({ before: { name: 'replica' }, after: { name: 'primary' } })

    const without = await appWith({ replicas: [replica.url] })
    const behind = await fetch(`http://127.0.0.1:${without.port}/place`)
    expect(await behind.json()).toEqual({ before: { name: 'replica' }, after: { name: 'replica' } })
  })
})
