import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { connectDatabase, sql } from '@vanillin/database'
import type { Database, PoolConfig } from '@vanillin/database'
import type { Kysely } from 'kysely'
import { describeOnServer } from '../../../testing/contract/describe-on-server.ts'
import { createSubject, postgresUrl } from '../../../testing/contract/servers.ts'
import { StoppableProxy } from './stoppable-proxy.fixture.ts'

interface Tables {
  counters: { id: number; n: number; timeout: string | null }
  log: { id: number; n: number }
}
type Db = Kysely<Tables> & Database

/** What the server ends by itself on a connection where writes stand behind each other. */
const limit = '50ms'

await describeOnServer('more writes than connections', postgresUrl, () => {
  let subject: Awaited<ReturnType<typeof createSubject>>
  let observer: Kysely<Tables>
  const open: Database[] = []

  beforeAll(async () => {
    subject = await createSubject(postgresUrl)
    observer = subject.database as never
  })
  afterAll(() => subject.dispose())
  beforeEach(async () => {
    await sql`drop table if exists counters, log cascade`.execute(observer)
    await sql`create table counters (id int primary key, n int not null default 0, timeout text)`.execute(
      observer,
    )
    await sql`create table log (id int primary key, n int not null)`.execute(observer)
    await sql`insert into counters (id) select generate_series(1, 400)`.execute(observer)
  })
  afterEach(async () => {
    await Promise.all(open.splice(0).map((database) => database.close()))
  })

  /** Its one lane is left to the reads: all writes go to the two connections of the pool. */
  async function connect(pool: PoolConfig = {}): Promise<Db> {
    const database = await connectDatabase({ url: subject.url, pool: { max: 3, lanes: 1, ...pool } })
    open.push(database)
    return database as unknown as Db
  }

  const add = (db: Kysely<Tables>, id: number) =>
    db
      .updateTable('counters')
      .set({ n: sql`n + 1`, timeout: sql`current_setting('statement_timeout')` })
      .where('id', '=', id)
      .execute()
  const addToEach = (db: Kysely<Tables>, from: number, to: number) =>
    Promise.all(Array.from({ length: to - from + 1 }, (_, index) => add(db, from + index)))
  const counts = async () => {
    const rows = await observer.selectFrom('counters').select('n').orderBy('id').execute()
    return rows.map(({ n }) => n)
  }
  const timeoutOf = async (db: Kysely<Tables>): Promise<string> => {
    const { rows } = await sql<{ statement_timeout: string }>`show statement_timeout`.execute(db)
    return rows.at(0)!.statement_timeout
  }

  test('several are under way on a connection, which is then given back as it was', async () => {
    const db = await connect({ statementTimeoutMs: 7_000 })
    await addToEach(db, 1, 400)
    expect(await counts()).toEqual(Array.from({ length: 400 }, () => 1))
    const under = await observer.selectFrom('counters').select('id').where('timeout', '=', limit).execute()
    expect(under.length).toBeGreaterThan(300)
    // All connections of the pool at once.
    const timeouts = await Promise.all([1, 2].map(() => db.connection().execute((one) => timeoutOf(one))))
    expect(timeouts).toEqual(['7s', '7s'])
    await db.transaction().execute(async (trx) => {
      expect(await timeoutOf(trx)).toBe('7s')
    })
  })

  test('whoever holds a lock may wait for writes that are behind the one that waits for it', async () => {
    const db = await connect()
    let blocked: Promise<unknown> | undefined
    await observer.transaction().execute(async (trx) => {
      await add(trx, 1)
      const before = addToEach(db, 2, 200)
      blocked = add(db, 1)
      const behind = addToEach(db, 201, 400)
      await Promise.all([before, behind])
    })
    await blocked
    expect(await counts()).toEqual([2, ...Array.from({ length: 399 }, () => 1)])
  })

  test('what takes longer than others may wait is carried out once, and from then on by itself', async () => {
    const db = await connect()
    const addSlowly = (id: number) =>
      db
        .updateTable('counters')
        .set({
          n: sql`n + 1 + length(pg_sleep(0.08)::text)`,
          timeout: sql`current_setting('statement_timeout')`,
        })
        .where('id', '=', id)
        .execute()
    for (const round of [1, 2]) {
      await Promise.all([addToEach(db, 2, 200), addSlowly(1), addToEach(db, 201, 400)])
      expect(await counts()).toEqual(Array.from({ length: 400 }, () => round))
    }
    const slow = await observer.selectFrom('counters').select('timeout').where('id', '=', 1).execute()
    expect(slow).toEqual([{ timeout: '0' }])
  })

  test('a trigger that goes on after every error loses nothing by it', async () => {
    const db = await connect()
    await sql`create function note() returns trigger language plpgsql as $$
      begin
        insert into log values (new.id, new.n) on conflict (id) do nothing;
        return new;
      exception when others then return new;
      end $$`.execute(observer)
    await sql`create trigger note after update on counters for each row execute function note()`.execute(
      observer,
    )
    let blocked: Promise<unknown> | undefined
    await observer
      .transaction()
      .execute(async (trx) => {
        await trx.insertInto('log').values({ id: 1, n: 99 }).execute()
        const before = addToEach(db, 2, 200)
        blocked = add(db, 1)
        await Promise.all([before, addToEach(db, 201, 400)])
        throw new Error('taken back')
      })
      .catch((error: Error) => expect(error.message).toBe('taken back'))
    await blocked
    expect(await observer.selectFrom('log').selectAll().where('id', '=', 1).execute()).toEqual([
      { id: 1, n: 1 },
    ])
    expect(await observer.selectFrom('log').select('id').execute()).toHaveLength(400)
  })

  test('an error is told to its own write alone', async () => {
    const db = await connect()
    const codes = await Promise.all(
      Array.from({ length: 300 }, (_, index) => index).map((index) =>
        db
          .insertInto('log')
          .values({ id: index % 3 === 0 ? 1 : index + 1, n: index })
          .execute()
          .then(
            () => 'written',
            (error: { code: string }) => error.code,
          ),
      ),
    )
    expect(codes.filter((code) => code === 'E_ROW_EXISTS')).toHaveLength(99)
    expect(await observer.selectFrom('log').select('id').execute()).toHaveLength(201)
  })

  test('each is carried out exactly once while transactions keep taking the same rows', async () => {
    const db = await connect({ max: 6, lanes: 2 })
    const over = new AbortController()
    let taken = 0
    const take = async () => {
      while (!over.signal.aborted) {
        await observer.transaction().execute(async (trx) => {
          await add(trx, 1 + (taken % 5))
          await sql`select pg_sleep(0.07)`.execute(trx)
        })
        taken += 1
      }
    }
    const taking = take()
    for (let round = 0; round < 2; round += 1) {
      await Promise.all(Array.from({ length: 300 }, (_, index) => add(db, 1 + (index % 5))))
    }
    over.abort()
    await taking
    const sum = (await counts()).reduce((total, n) => total + n, 0)
    expect(sum).toBe(600 + taken)
    expect(taken).toBeGreaterThan(0)
  })

  test('when their connection ends, each is told so or is written', async () => {
    const db = await connect({ max: 2 })
    const outcomes = Array.from({ length: 400 }, (_, index) =>
      add(db, index + 1).then(
        () => 'written',
        (error: { code: string }) => error.code,
      ),
    )
    await outcomes.at(40)
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like 'update "counters"%' and pid <> pg_backend_pid()`.execute(
      observer,
    )
    const told = await Promise.all(outcomes)
    const found = await counts()
    told.forEach((outcome, index) => {
      if (outcome === 'written') expect(found.at(index)).toBe(1)
      else expect(outcome).toBe('E_DATABASE_CONNECTION_LOST')
    })
    await add(db, 1)
  })

  test('what is checked at the commit alone holds up nobody', async () => {
    const db = await connect()
    await sql`create table late (id int unique deferrable initially deferred)`.execute(observer)
    const insert = (by: Kysely<Tables>, id: number) =>
      sql`insert into late values (${sql.lit(id)})`.execute(by)
    const insertPlainly = (id: number) =>
      db
        .insertInto('late' as never)
        .values({ id })
        .execute()
    try {
      let blocked: Promise<unknown> | undefined
      await observer.transaction().execute(async (trx) => {
        await insert(trx, 1)
        const before = Array.from({ length: 200 }, (_, index) => insertPlainly(1_000 + index))
        blocked = expect(insertPlainly(1)).rejects.toMatchObject({ code: 'E_ROW_EXISTS' })
        const behind = Array.from({ length: 200 }, (_, index) => insertPlainly(2_000 + index))
        await Promise.all([...before, ...behind])
      })
      await blocked
    } finally {
      await sql`drop table late`.execute(observer)
    }
  })

  test('a trigger that takes a lock of the session, and is ended before it gives it back, leaves none', async () => {
    const db = await connect({ idleTimeoutMs: 600_000 })
    await sql`create function slow_alone() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_lock(new.id);
        if new.id = 350 then perform pg_sleep(0.08); end if;
        perform pg_advisory_unlock(new.id);
        return new;
      end $$`.execute(observer)
    try {
      await sql`create trigger slow_alone after update on counters for each row execute function slow_alone()`.execute(
        observer,
      )
      await addToEach(db, 1, 400)
      expect(await counts()).toEqual(Array.from({ length: 400 }, () => 1))
      const locks = async () => {
        const { rows } = await sql`select 1 from pg_locks where locktype = 'advisory'
          and database = (select oid from pg_database where datname = current_database())`.execute(observer)
        return rows
      }
      await vi.waitFor(async () => expect(await locks()).toEqual([]), { timeout: 4_000 })
    } finally {
      await sql`drop function slow_alone cascade`.execute(observer)
    }
  })

  test('a database that is closed carries out what it has to send once more', async () => {
    const closing = (await connectDatabase({ url: subject.url, pool: { max: 3, lanes: 1 } })) as unknown as Db
    let blocked: Promise<unknown>[] = []
    let closed: Promise<void> | undefined
    await observer.transaction().execute(async (trx) => {
      await add(trx, 1)
      const before = addToEach(closing, 2, 41)
      blocked = [add(closing, 1), add(closing, 1), add(closing, 1)]
      await before
      closed = closing.close()
      const isWaiting = async () => {
        const { rows } = await sql`select 1 from pg_stat_activity where datname = current_database()
          and wait_event_type = 'Lock' and query_start < clock_timestamp() - interval '150 ms'`.execute(
          observer,
        )
        return rows.length > 0
      }
      await vi.waitFor(async () => expect(await isWaiting()).toBe(true), { timeout: 4_000 })
    })
    await Promise.all(blocked)
    await closed
    expect((await counts()).slice(0, 41)).toEqual([4, ...Array.from({ length: 40 }, () => 1)])
  })

  test('a limit of statements that is shorter holds here too', async () => {
    const db = await connect({ statementTimeoutMs: 30 })
    const isSlow = db
      .updateTable('counters')
      .set({ n: sql`n + 1 + length(pg_sleep(0.04)::text)` })
      .where('id', '=', 1)
      .execute()
    const others = [addToEach(db, 2, 200), isSlow, addToEach(db, 201, 400)]
    await expect(isSlow).rejects.toMatchObject({ code: 'E_STATEMENT_CANCELLED' })
    await Promise.allSettled(others)
    expect((await counts()).at(0)).toBe(0)
  })

  test('a server that gives fewer connections than pool.max: those that are there carry out all', async () => {
    const user = `few_${process.pid}`
    await sql`create role ${sql.id(user)} login connection limit 3`.execute(observer)
    try {
      await sql`grant all on counters to ${sql.id(user)}`.execute(observer)
      const url = new URL(subject.url)
      url.username = user
      const limited = await connectDatabase({ url: url.href, pool: { max: 10 } })
      for (const round of [1, 2, 3]) {
        await addToEach(limited as unknown as Db, 1, 400)
        expect(await counts()).toEqual(Array.from({ length: 400 }, () => round))
      }
      await limited.close()
    } finally {
      await sql`drop owned by ${sql.id(user)}`.execute(observer)
      await sql`drop role ${sql.id(user)}`.execute(observer)
    }
  })

  test('connections that answer no more are given up', async () => {
    const proxy = new StoppableProxy(subject.url)
    await proxy.start()
    const frozen = await connectDatabase({
      url: proxy.url,
      pool: { max: 3, lanes: 1, statementTimeoutMs: 100, acquireTimeoutMs: 1_000 },
    })
    try {
      await addToEach(frozen as unknown as Db, 1, 100)
      const codes = new Set<string>()
      const silenced = Array.from({ length: 400 }, (_, index) =>
        add(frozen as unknown as Db, index + 1).catch((error: { code: string }) => codes.add(error.code)),
      )
      await Promise.race(silenced)
      proxy.fallSilent()
      // Its one lane is kept for reads: these were on connections of the pool.
      await vi.waitFor(() => expect(codes).toContain('E_DATABASE_CONNECTION_LOST'), { timeout: 30_000 })
      expect(['E_DATABASE_BUSY', 'E_DATABASE_CONNECTION_LOST']).toEqual(expect.arrayContaining([...codes]))
    } finally {
      await proxy.stop()
      await frozen.close()
    }
  })
})
