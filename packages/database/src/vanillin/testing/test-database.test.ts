import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, type Application } from '@vanillin/core'
import { afterCommit, connectDatabase, Database, db, sql } from '@vanillin/database'
import type { DatabaseConfig } from '@vanillin/database'
import { database } from '@vanillin/database/vanillin'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { describeOnServer } from '../../testing/contract/describe-on-server.ts'
import { mysqlUrl, postgresUrl } from '../../testing/contract/servers.ts'
import { TestDatabase, type TestDatabaseScope } from './index.ts'

const migration = `export default Object.assign(
  { async up(schema: any): Promise<void> {
    await schema.createTable('notes', (table: any) => { table.id(); table.string('text').unique() })
  } },
  { [Symbol.for('vanillin.database.migration')]: true },
)
`

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'vanillin-test-database-'))
  await mkdir(join(root, 'database/migrations'), { recursive: true })
  await writeFile(join(root, 'database/migrations/2026_01_01_000000_create_notes.ts'), migration)
  return () => rm(root, { recursive: true })
})

const servers = [
  { name: 'embedded', url: undefined },
  { name: 'postgres', url: postgresUrl },
  { name: 'mysql', url: mysqlUrl },
] as const

async function databasesOn(url: string): Promise<string[]> {
  const server = await connectDatabase({ url })
  const { rows } = await sql<{ name: string }>`
    select ${sql.ref(server.driver === 'postgres' ? 'datname' : 'schema_name')} as name
    from ${sql.raw(server.driver === 'postgres' ? 'pg_database' : 'information_schema.schemata')}`.execute(
    server,
  )
  await server.close()
  return rows.map(({ name }) => name)
}

for (const { name, url } of servers) {
  await describeOnServer(name, url, () => {
    let app: Application | undefined
    const leave = async (): Promise<void> => {
      await app?.shutdown()
      app = undefined
    }

    async function boot(
      scope: TestDatabaseScope,
      at: string | undefined = url,
      more: DatabaseConfig = {},
    ): Promise<TestDatabase> {
      const before = process.env.VANILLIN_ROOT
      process.env.VANILLIN_ROOT = root
      app = createApp({ app: { name: 'test', log: { level: 'silent' } } }, [
        database({ ...(at ? { url: at } : {}), ...more }),
      ])
      if (before === undefined) delete process.env.VANILLIN_ROOT
      else process.env.VANILLIN_ROOT = before
      const tests = new TestDatabase(app, scope)
      await app.boot()
      return tests
    }

    const write = (text: string, into: { insertInto: typeof db.insertInto } = db): Promise<unknown> =>
      into
        .insertInto('notes' as never)
        .values({ text })
        .execute()
    async function texts(): Promise<string[]> {
      const { rows } = await sql<{ text: string }>`select text from notes order by id`.execute(db)
      return rows.map((row) => row.text)
    }

    describe('per test', () => {
      let tests: TestDatabase
      beforeAll(async () => {
        tests = await boot('per-test')
      })
      afterAll(leave)
      afterEach(async () => {
        await tests.rollback()
        await sql`delete from notes`.execute(db)
      })

      test('what a test writes is gone after it; what the file wrote before stays', async () => {
        await write('of the file')
        for (const round of ['first', 'second']) {
          await tests.begin()
          expect(await texts()).toEqual(['of the file'])
          await write(round)
          await app!
            .use(Database)
            .deleteFrom('notes' as never)
            .where(sql`text` as never, '=', 'of the file' as never)
            .execute()
          expect(await texts()).toEqual([round])
          await tests.rollback()
        }
        expect(await texts()).toEqual(['of the file'])
      })

      test('a transaction of the app is a savepoint: it commits, and rolls back alone', async () => {
        await tests.begin()
        await db.transaction().execute(async (trx) => {
          await write('kept', trx)
        })
        await expect(
          db.transaction().execute(async (trx) => {
            await write('dropped', trx)
            throw new Error('no')
          }),
        ).rejects.toThrow('no')
        const steps = await db.startTransaction().execute()
        await write('step', steps)
        const inner = await steps.savepoint('inner').execute()
        await write('inner', inner)
        await inner.rollbackToSavepoint('inner').execute()
        await steps.commit().execute()
        expect(await texts()).toEqual(['kept', 'step'])
        await tests.rollback()
        expect(await texts()).toEqual([])
      })

      test('afterCommit fires when the outermost transaction of the app ends, and not for one that is taken back', async () => {
        await tests.begin()
        const fired: string[] = []
        await db.transaction(async () => {
          await write('outer')
          await db.transaction(async () => {
            await write('inner')
            afterCommit(() => void fired.push('inner'))
          })
          afterCommit(() => void fired.push('outer'))
          expect(fired).toEqual([])
        })
        expect(fired).toEqual(['inner', 'outer'])
        await db
          .transaction(async () => {
            await write('dropped')
            afterCommit(() => void fired.push('dropped'))
            throw new Error('no')
          })
          .catch(() => {})
        expect(fired).toEqual(['inner', 'outer'])
        expect(await texts()).toEqual(['outer', 'inner'])
        await tests.rollback()
        expect(await texts()).toEqual([])
      })

      test('transactions outside of a test commit and roll back for real', async () => {
        await db
          .transaction()
          .setIsolationLevel('serializable')
          .execute((trx) => write('kept', trx))
        await db
          .transaction()
          .execute(async (trx) => {
            await write('dropped', trx)
            throw new Error('no')
          })
          .catch(() => {})
        expect(await texts()).toEqual(['kept'])
      })

      test('a query that fails leaves the test its transaction, alone and within one of the app', async () => {
        await tests.begin()
        await write('once')
        await expect(write('once')).rejects.toThrow()
        await expect(db.transaction().execute((trx) => write('once', trx))).rejects.toThrow()
        await write('after')
        expect(await texts()).toEqual(['once', 'after'])
        await tests.rollback()
        expect(await texts()).toEqual([])
      })

      test('queries and transactions at the same time take turns', async () => {
        await tests.begin()
        const work = Array.from({ length: 20 }, (_, index) =>
          index % 2 === 0 ? write(`${index}`) : db.transaction().execute((trx) => write(`${index}`, trx)),
        )
        await Promise.all(work)
        expect(await texts()).toHaveLength(20)
        await tests.rollback()
        expect(await texts()).toEqual([])
      })

      test('a test that ends the transaction itself is told', async () => {
        await tests.begin()
        await sql`commit`.execute(db).catch(() => {})
        await expect(tests.rollback()).rejects.toMatchObject({ code: 'E_TEST_TRANSACTION_ENDED' })
        await tests.begin()
        await write('next')
        await tests.rollback()
        expect(await texts()).toEqual([])
      })
    })

    describe('other scopes', () => {
      afterEach(leave)

      test('a query beside an open transaction, and one left open at the end, are named', async () => {
        const tests = await boot('per-test', url, { pool: { acquireTimeoutMs: 500 } })
        await tests.begin()
        await expect(db.transaction().execute(() => write('beside'))).rejects.toMatchObject({
          code: 'E_TEST_QUERY_OPEN',
        })
        const open = await db.startTransaction().execute()
        await expect(tests.rollback()).rejects.toMatchObject({ code: 'E_TEST_QUERY_OPEN' })
        await expect(write('late', open)).rejects.toMatchObject({ code: 'E_TEST_QUERY_OPEN' })
        expect(await texts()).toEqual([])
      })

      test('queries are watched as the app says', async () => {
        const seen: string[] = []
        const watch = {
          begin({ sql: statement }: { sql: string }) {
            seen.push(statement)
            return () => {}
          },
        }
        const tests = await boot('per-test', url, { watch })
        await tests.begin()
        seen.splice(0)
        await sql`select 'seen'`.execute(db)
        await tests.rollback()
        expect(seen).toEqual(["select 'seen'"])
      })

      test('per file, tests see what those before them wrote', async () => {
        const tests = await boot('per-file')
        await tests.begin()
        await write('seen')
        await tests.rollback()
        expect(await texts()).toEqual(['seen'])
      })

      test.skipIf(url === undefined)('the file has a database of its own, which is dropped', async () => {
        const before = await databasesOn(url!)
        await boot('per-test')
        const { rows } = await sql<{
          name: string
        }>`select ${sql.raw(name === 'mysql' ? 'database()' : 'current_database()')} as name`.execute(db)
        const [{ name: own } = { name: '' }] = rows
        expect(before).not.toContain(own)
        expect(own).toMatch(/^(?:postgres|mysql)_test_[0-9a-f]{10}$/)
        await app!.shutdown()
        expect(await databasesOn(url!)).not.toContain(own)
      })

      test.skipIf(url === undefined)(
        'a shared database is taken as it stands, and is left as it was',
        async () => {
          const { createSubject } = await import('../../testing/contract/servers.ts')
          const subject = await createSubject(url!)
          try {
            const create = name === 'mysql' ? 'id int auto_increment primary key' : 'id serial primary key'
            await sql`create table notes (${sql.raw(create)}, text varchar(100))`.execute(subject.database)
            await sql`insert into notes (text) values ('there')`.execute(subject.database)
            const tests = await boot('shared', subject.url)
            await tests.begin()
            await write('gone')
            expect(await texts()).toEqual(['there', 'gone'])
            const { rows } = await sql`select text from notes`.execute(subject.database)
            expect(rows).toEqual([{ text: 'there' }])
            await tests.rollback()
            expect(await texts()).toEqual(['there'])
            await app!.shutdown()
          } finally {
            await subject.dispose()
          }
        },
      )
    })
  })
}
