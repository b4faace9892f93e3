import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeUnless } from '#fixtures/describe-unless.ts'
import { connectDatabase, sql } from '@vanillin/database'
import type { Database } from '@vanillin/database'
import { describeOnServer } from '../../testing/contract/describe-on-server.ts'
import { createSubject, postgresUrl } from '../../testing/contract/servers.ts'
import { OwnPooler, poolerProgram } from '../../testing/faults/own-pooler.ts'

const program = poolerProgram()
const reason = program === null ? 'PgBouncer is not installed' : undefined

await describeOnServer('behind a PgBouncer in transaction mode', postgresUrl, () => {
  describeUnless(reason, 'that has fewer connections than its clients', () => {
    let subject: Awaited<ReturnType<typeof createSubject>>
    let pooler: OwnPooler
    let clients: Database[]
    const lines = (database: Database) => database.withTables<{ lines: { id: number; words: string } }>()

    beforeAll(async () => {
      subject = await createSubject(postgresUrl)
      await sql`create table lines (id integer primary key, words text not null)`.execute(subject.database)
      await sql`insert into lines select n, 'line ' || n from generate_series(1, 100) n`.execute(
        subject.database,
      )
      pooler = await OwnPooler.start(program!, subject.url, 3)
      clients = await Promise.all(
        [1, 2, 3].map(() => connectDatabase({ url: pooler.url, pool: { max: 6, statementNames: false } })),
      )
    })
    afterAll(async () => {
      await Promise.all(clients.map((client) => client.close()))
      await pooler.stop()
      await subject.dispose()
    })

    test('statementNames: false: 1,200 queries of three clients, each its own answer', async () => {
      const answers = await Promise.all(
        Array.from({ length: 1_200 }, async (_, index) => {
          const id = (index % 100) + 1
          const rows = await lines(clients.at(index % 3)!)
            .selectFrom('lines')
            .selectAll()
            .where('id', '=', id)
            .execute()
          return rows[0]?.words === `line ${id}`
        }),
      )
      expect(answers.filter((isRight) => !isRight)).toEqual([])
    })

    test('many writes at once leave no setting behind on its connections', async () => {
      const words = sql<string>`words || ' ' || current_setting('statement_timeout')`
      await Promise.all(
        Array.from({ length: 300 }, (_, index) =>
          lines(clients.at(index % 3)!)
            .updateTable('lines')
            .set({ words })
            .where('id', '=', 1 + (index % 100))
            .execute(),
        ),
      )
      const written = await lines(subject.database).selectFrom('lines').selectAll().orderBy('id').execute()
      expect(written.map((line) => line.words)).toEqual(written.map(({ id }) => `line ${id} 0 0 0`))
      const timeouts = await Promise.all(
        Array.from({ length: 12 }, () =>
          clients
            .at(0)!
            .transaction(async () =>
              sql<{ statement_timeout: string }>`show statement_timeout`.execute(clients.at(0)!),
            ),
        ),
      )
      expect(new Set(timeouts.map(({ rows }) => rows.at(0)!.statement_timeout))).toEqual(new Set(['0']))
    })

    test('transactions are kept whole among other queries, and streams bring all rows', async () => {
      const add = async (database: Database, id: number, fails: boolean): Promise<string> =>
        database
          .transaction(async () => {
            await lines(database).insertInto('lines').values({ id, words: 'new' }).execute()
            const found = await lines(database).selectFrom('lines').where('id', '=', id).selectAll().execute()
            if (fails || found.length !== 1) throw new Error('taken back')
            return 'kept'
          })
          .catch(() => 'taken back')
      const outcomes = await Promise.all(
        Array.from({ length: 60 }, (_, index) => add(clients.at(index % 3)!, 1_000 + index, index % 2 === 1)),
      )
      expect(outcomes.filter((outcome) => outcome === 'kept')).toHaveLength(30)
      const written = await lines(subject.database)
        .selectFrom('lines')
        .select('id')
        .where('id', '>=', 1_000)
        .orderBy('id')
        .execute()
      expect(written.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, index) => 1_000 + 2 * index))
      let count = 0
      for await (const line of lines(clients.at(0)!).selectFrom('lines').selectAll().stream(7))
        count += line.words.length > 0 ? 1 : 0
      expect(count).toBe(130)
    })

    test('a query that nobody waits for is ended on the server, and its neighbours are answered', async () => {
      const controller = new AbortController()
      const slow = sql`select pg_sleep(60)`.execute(clients.at(0)!.withSignal(controller.signal))
      slow.catch(() => {})
      const sleepers = async (): Promise<number> => {
        const { rows } = await sql<{ count: number }>`select count(*)::int as count from pg_stat_activity
          where datname = current_database() and state = 'active' and query like '%pg_sleep(60)%' and pid <> pg_backend_pid()`.execute(
          subject.database,
        )
        return rows.at(0)!.count
      }
      await expect.poll(sleepers, { interval: 10 }).toBe(1)
      controller.abort(new Error('The client left.'))
      await expect(slow).rejects.toMatchObject({ code: 'E_QUERY_ABORTED' })
      await expect.poll(sleepers, { interval: 10 }).toBe(0)
      expect(
        await lines(clients.at(0)!).selectFrom('lines').selectAll().where('id', '=', 1).execute(),
      ).toHaveLength(1)
    })
  })
})
