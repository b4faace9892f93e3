import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { connectDatabase, Model, sql, useDatabase } from '../index.ts'
import type { Database, DatabaseConfig, Generated, QueryContext } from '../index.ts'
import { StoppableProxy } from '../drivers/postgres/pipeline/stoppable-proxy.fixture.ts'
import { describeOnServer } from '../testing/contract/describe-on-server.ts'
import { createSubject, mysqlUrl, postgresUrl } from '../testing/contract/servers.ts'
import { DatabaseSessionStore } from '../vanillin/database-session-store.ts'

type Subject = Awaited<ReturnType<typeof createSubject>>
type Tables = { places: { name: string } }

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- how an app's database/schema.ts does it
  namespace Vanillin {
    interface Tables {
      replica_visits: { id: Generated<number>; note: string }
    }
  }
}

class Visit extends Model('replica_visits') {}

// Databases of their own that hold different rows, so that it is seen which one has answered.
for (const [title, url] of [
  ['PostgreSQL', postgresUrl],
  ['MySQL or MariaDB', mysqlUrl],
] as const) {
  await describeOnServer(`replicas on ${title}`, url, () => {
    let primary: Subject
    let first: Subject
    let second: Subject
    const open: Database[] = []
    const changes: string[] = []

    beforeAll(async () => {
      ;[primary, first, second] = (await Promise.all([1, 2, 3].map(() => createSubject(url)))) as [
        Subject,
        Subject,
        Subject,
      ]
      for (const [name, { database }] of Object.entries({ primary, first, second })) {
        await sql`create table places (name varchar(20) primary key)`.execute(database)
        await sql`insert into places values (${name})`.execute(database)
        const id = database.driver === 'mysql' ? sql`int auto_increment primary key` : sql`serial primary key`
        await sql`create table replica_visits (id ${id}, note varchar(20) not null)`.execute(database)
        await sql`create table sessions (id varchar(80) primary key, payload text, version varchar(16), expires_at bigint)`.execute(
          database,
        )
      }
    })
    afterAll(() => Promise.all([primary, first, second].map((subject) => subject.dispose())))
    afterEach(async () => {
      useDatabase(null)
      changes.splice(0)
      await Promise.all(open.splice(0).map((database) => database.close()))
    })

    async function connect(config: DatabaseConfig = {}): Promise<Database> {
      const database = await connectDatabase({
        url: primary.url,
        replicas: [first.url, second.url],
        onReplicaChange: (replica, error) => {
          const number = [first, second].findIndex(({ url: own }) =>
            replica.endsWith(new URL(own).pathname.slice(1)),
          )
          changes.push(`${['first', 'second'][number]} ${error === null ? 'is back' : 'is out'}`)
        },
        ...config,
      })
      open.push(database)
      return database
    }
    const places = (database: Pick<Database, 'withTables'>) =>
      database.withTables<Tables>().selectFrom('places').select('name')
    const place = async (database: Pick<Database, 'withTables'>): Promise<string> =>
      (await places(database).executeTakeFirstOrThrow()).name
    const several = (database: Database, count: number): Promise<string[]> =>
      Promise.all(Array.from({ length: count }, () => place(database)))

    test('what only reads goes to them in turn, by builders and streams', async () => {
      const database = await connect()
      expect((await several(database, 6)).toSorted()).toEqual([
        'first',
        'first',
        'first',
        'second',
        'second',
        'second',
      ])
      const streamed: string[] = []
      for (let round = 0; round < 2; round += 1)
        for await (const { name } of places(database).stream(10)) streamed.push(name)
      expect(streamed.toSorted()).toEqual(['first', 'second'])
      expect(database.description).toMatch(/, read from 2 replicas$/)
    })

    test('all else goes to the primary: writes, raw SQL, transactions, what locks, and what asks for it', async () => {
      const database = await connect()
      const tables = database.withTables<Tables>()
      const answers = [
        (await sql<Tables['places']>`select name from places`.execute(database)).rows[0]?.name,
        await database.transaction(() => place(database)),
        await database.transaction().execute((trx) => place(trx as never)),
        await database.connection().execute((one) => place(one as never)),
        (await places(database).forUpdate().executeTakeFirstOrThrow()).name,
        (
          await places(database)
            .modifyEnd(database.driver === 'mysql' ? sql`lock in share mode` : sql`for share`)
            .executeTakeFirstOrThrow()
        ).name,
        await place(database.primary),
      ]
      expect(new Set(answers)).toEqual(new Set(['primary']))
      await tables.insertInto('places').values({ name: 'written' }).execute()
      if (database.driver === 'postgres') {
        const inside = tables.with('added', (query) =>
          query.insertInto('places').values({ name: 'in a with' }).returning('name'),
        )
        expect(await inside.selectFrom('added').select('name').execute()).toEqual([{ name: 'in a with' }])
      }
      const { numDeletedRows } = await tables
        .deleteFrom('places')
        .where('name', '<>', 'primary')
        .executeTakeFirstOrThrow()
      expect(numDeletedRows).toBe(database.driver === 'postgres' ? 2n : 1n)
    })

    test('a row that was just written is read where it was written', async () => {
      const database = await connect()
      useDatabase(database)
      const visit = await Visit.create({ note: 'hello' })
      expect(visit.note).toBe('hello')
      expect((await visit.update({ note: 'again' })).note).toBe('again')
      expect((await visit.refresh()).note).toBe('again')
      await visit.delete()
      const sessions = new DatabaseSessionStore(database)
      const now = Date.now()
      await sessions.update('a', () => ({
        data: {},
        flash: {},
        createdAt: now,
        seenAt: now,
        expiresAt: now + 60_000,
      }))
      expect(await sessions.read('a')).toBeDefined()
    })

    test('after a write of the same request reads go to the primary', async () => {
      const context: QueryContext = { signal: undefined, hasWritten: false }
      const database = await connect({ context: () => context })
      expect(await place(database)).not.toBe('primary')
      await database.withTables<Tables>().updateTable('places').set({ name: 'primary' }).execute()
      expect(await place(database)).toBe('primary')
      context.hasWritten = false
      expect(await place(database)).not.toBe('primary')
      await database.transaction(() => place(database))
      expect(await place(database)).toBe('primary')
    })

    test('one that is down is left out, said once, and read from again when it is there', async () => {
      const proxy = new StoppableProxy(second.url)
      await proxy.start()
      const database = await connect({ replicas: [first.url, proxy.url], pool: { max: 2 } })
      expect(new Set(await several(database, 4))).toEqual(new Set(['first', 'second']))
      await proxy.stop()
      for (let round = 0; round < 3; round += 1)
        expect(new Set(await several(database, 4))).toEqual(new Set(['first']))
      expect(changes).toEqual(['second is out'])
      await proxy.start()
      await vi.waitFor(async () => expect(await several(database, 4)).toContain('second'), {
        timeout: 10_000,
      })
      expect(changes).toEqual(['second is out', 'second is back'])
      await proxy.stop()
    })

    test('where none is there the primary answers', async () => {
      const nowhere = new URL(first.url)
      nowhere.port = '9'
      const database = await connect({ replicas: [nowhere.href] })
      expect(await several(database, 3)).toEqual(['primary', 'primary', 'primary'])
      const names: string[] = []
      for await (const { name } of places(database).stream(10)) names.push(name)
      expect(names).toEqual(['primary'])
    })

    test('an error of a read is its own, and leaves nobody out', async () => {
      const database = await connect()
      const wrong = database.withTables<{ absent: { id: number } }>().selectFrom('absent').selectAll()
      await expect(wrong.execute()).rejects.toThrow(/absent/)
      expect(changes).toEqual([])
    })

    test('one of another kind is refused', async () => {
      const other = url === postgresUrl ? mysqlUrl : postgresUrl
      await expect(connectDatabase({ url: primary.url, replicas: [other] })).rejects.toMatchObject({
        code: 'E_DATABASE_URL_INVALID',
      })
      await expect(connectDatabase({ replicas: [first.url] })).rejects.toMatchObject({
        code: 'E_DATABASE_URL_INVALID',
      })
    })

    // A single database that only reads is PostgreSQL's alone.
    test.skipIf(url !== postgresUrl)(
      'a function that writes is refused by a replica that only reads, and runs on the primary',
      async () => {
        for (const { database } of [primary, first, second])
          await sql`create or replace function note_visit() returns integer language sql as
          $$ insert into replica_visits (note) values ('by function') returning 1 $$`.execute(database)
        for (const { database, url: own } of [first, second]) {
          const name = new URL(own).pathname.slice(1)
          await sql`alter database ${sql.id(name)} set default_transaction_read_only = on`.execute(database)
        }
        const database = await connect()
        await database.selectNoFrom(sql<number>`note_visit()`.as('one')).execute()
        const { rows } = await sql`select note from replica_visits`.execute(primary.database)
        expect(rows).toEqual([{ note: 'by function' }])
        expect(changes).toEqual([])
      },
    )
  })
}
