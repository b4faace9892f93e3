import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { Model, afterCommit, connectDatabase, sql, useDatabase } from '../../index.ts'
import type { Database, DatabaseConfig } from '../../index.ts'
import type { Subject } from '../../testing/contract/describe-database.ts'
import { describeOnServer } from '../../testing/contract/describe-on-server.ts'
import { createSubject, mysqlUrl } from '../../testing/contract/servers.ts'
import { HoldingProxy } from './holding-proxy.fixture.ts'

interface Numbers {
  id: number
  number: number
}

class PoolNumber extends Model('pool_numbers' as never) {
  declare id: number
  declare number: number
}

await describeOnServer('the pool of MySQL and MariaDB', mysqlUrl, () => {
  let subject: Subject & { url: string }
  const opened: Database[] = []

  beforeAll(async () => {
    subject = await createSubject(mysqlUrl)
    await sql`create table pool_numbers (id int primary key, number int not null)`.execute(subject.database)
  })
  beforeEach(async () => {
    await Promise.all(opened.splice(0).map((database) => database.close()))
    await sql`delete from pool_numbers`.execute(subject.database)
    await sql`insert into pool_numbers values (1, 10), (2, 20)`.execute(subject.database)
  })
  afterAll(async () => {
    await Promise.all(opened.map((database) => database.close()))
    await subject.dispose()
  })

  const open = async (pool: DatabaseConfig['pool'], more: DatabaseConfig = {}): Promise<Database> => {
    const database = await subject.connectAgain({ ...more, pool: pool ?? {} })
    opened.push(database)
    return database
  }
  const numbersOf = (database: Database): Promise<Numbers[]> =>
    database
      .selectFrom('pool_numbers' as never)
      .selectAll()
      .orderBy('id' as never)
      .execute() as Promise<Numbers[]>
  const hold = async (database: Database): Promise<() => Promise<void>> => {
    let free = (): void => {}
    const held = new Promise<void>((resolve) => (free = resolve))
    let holder: Promise<unknown> = Promise.resolve()
    await new Promise<void>((resolve) => {
      holder = database.connection().execute(async () => {
        resolve()
        await held
      })
    })
    return async () => {
      free()
      await holder
    }
  }
  const connections = async (): Promise<number> => {
    const { rows } = await sql<{ count: string }>`
      select count(*) as count from information_schema.processlist
       where db = database() and id <> connection_id() and command <> 'Killed'`.execute(subject.database)
    return Number(rows[0]?.count)
  }

  test('maxWaiting holds for plain queries and for what needs a connection together', async () => {
    const narrow = await open({ max: 1, maxWaiting: 4 })
    const free = await hold(narrow)
    const ask = [
      () => numbersOf(narrow),
      () => sql`select 1`.execute(narrow),
      () => narrow.transaction(() => numbersOf(narrow)),
      () => numbersOf(narrow),
    ]
    const served = ask.map((one) => one())
    // What asks by Kysely's driver comes to the line some microtasks later.
    await new Promise((resolve) => setImmediate(resolve))
    const refused = await Promise.allSettled(ask.map((one) => one()))
    expect(refused.map((outcome) => outcome.status === 'rejected' && outcome.reason)).toEqual(
      ask.map(() => expect.objectContaining({ code: 'E_DATABASE_BUSY', status: 503 })),
    )
    await free()
    expect((await Promise.allSettled(served)).map(({ status }) => status)).toEqual(ask.map(() => 'fulfilled'))
    expect(await numbersOf(narrow)).toHaveLength(2)
  })

  test('those who wait are served in the order in which they came', async () => {
    const narrow = await open({ max: 1 })
    const free = await hold(narrow)
    const order: number[] = []
    const waiting = [1, 2, 3, 4].map(async (place) => {
      await numbersOf(narrow)
      order.push(place)
    })
    await free()
    await Promise.all(waiting)
    expect(order).toEqual([1, 2, 3, 4])
  })

  test('who has waited for acquireTimeoutMs is told so, and those behind him are served', async () => {
    const narrow = await open({ max: 1, acquireTimeoutMs: 100 })
    const free = await hold(narrow)
    await expect(numbersOf(narrow)).rejects.toMatchObject({
      code: 'E_DATABASE_BUSY',
      message: expect.stringContaining('within 100 ms'),
      sql: expect.stringContaining('pool_numbers'),
    })
    const next = numbersOf(narrow)
    await free()
    expect(await next).toHaveLength(2)
  })

  test('a connection that nobody has used for idleTimeoutMs is closed', async () => {
    const before = await connections()
    const brief = await open({ max: 4, idleTimeoutMs: 50 })
    await Promise.all(Array.from({ length: 20 }, () => numbersOf(brief)))
    await vi.waitFor(async () => expect(await connections()).toBe(before), { interval: 20, timeout: 10_000 })
    expect(await numbersOf(brief)).toHaveLength(2)
  })

  test('a database that is closed has served those who waited, and refuses those who come', async () => {
    const closing = await subject.connectAgain({ pool: { max: 2 } })
    const waiting = Array.from({ length: 50 }, () => numbersOf(closing))
    const transaction = closing.transaction(() => numbersOf(closing))
    const closed = closing.close()
    for (const rows of await Promise.all([...waiting, transaction])) expect(rows).toHaveLength(2)
    await closed
    await expect(numbersOf(closing)).rejects.toThrow('driver has already been destroyed')
  })

  test('connections that are killed: their queries are told, nobody else is, and the next ones have others', async () => {
    const lost: Error[] = []
    const database = await open({ max: 3 }, { onIdleError: (error) => lost.push(error) })
    const slow = (): Promise<unknown> =>
      database
        .selectFrom('pool_numbers' as never)
        .select(sql`sleep(30)`.as('slept'))
        .execute()
    const running = [slow(), slow(), slow()]
    for (const one of running) one.catch(() => {})
    const waiting = Array.from({ length: 10 }, () => numbersOf(database))
    const sleeping = async (): Promise<number[]> => {
      const { rows } = await sql<{ id: string }>`
        select id from information_schema.processlist
         where db = database() and info like '%sleep(30)%' and id <> connection_id()`.execute(
        subject.database,
      )
      return rows.map(({ id }) => Number(id))
    }
    await vi.waitFor(async () => expect(await sleeping()).toHaveLength(3), { timeout: 10_000 })
    for (const id of await sleeping()) await sql`kill ${sql.lit(id)}`.execute(subject.database)
    for (const one of running)
      await expect(one).rejects.toMatchObject({ code: 'E_DATABASE_CONNECTION_LOST', status: 503 })
    for (const rows of await Promise.all(waiting)) expect(rows).toHaveLength(2)
    expect(lost).toEqual([])
  })

  test('a server that gives fewer connections than pool.max: those that are there serve all', async () => {
    const user = `few_${process.pid}`
    const { database } = subject
    await sql`create user ${sql.lit(user)}@'%' identified by 'x' with max_user_connections 2`.execute(
      database,
    )
    await sql`grant all on *.* to ${sql.lit(user)}@'%'`.execute(database)
    const url = new URL(subject.url)
    url.username = user
    url.password = 'x'
    const limited = await connectDatabase({ url: url.href, pool: { max: 6 } })
    try {
      for (let wave = 0; wave < 3; wave += 1) {
        const rows = await Promise.all(Array.from({ length: 60 }, () => numbersOf(limited)))
        expect(rows.flat()).toHaveLength(120)
      }
    } finally {
      await limited.close()
      await sql`drop user ${sql.lit(user)}@'%'`.execute(database)
    }
  })

  test('columns that have changed since the last answer are read as they are, on every connection', async () => {
    const database = await open({ max: 4 })
    const change = (statement: string): Promise<unknown> => sql.raw(statement).execute(subject.database)
    await change('create table pool_shapes (a int, b varchar(10)) character set utf8mb4')
    await change("insert into pool_shapes values (1, 'é')")
    const rows = async (): Promise<unknown[]> => {
      const all = await Promise.all(
        Array.from({ length: 8 }, () =>
          database
            .selectFrom('pool_shapes' as never)
            .selectAll()
            .execute(),
        ),
      )
      expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1)
      return all.flat().slice(0, all.at(0)?.length)
    }
    expect(await rows()).toEqual([{ a: 1, b: 'é' }])
    expect(await rows()).toEqual([{ a: 1, b: 'é' }])
    await change('alter table pool_shapes change b c varchar(10) character set latin1')
    expect(await rows()).toEqual([{ a: 1, c: 'é' }])
    await change('alter table pool_shapes modify a tinyint(1)')
    expect(await rows()).toEqual([{ a: true, c: 'é' }])
    await change('alter table pool_shapes add d bigint default 7')
    expect(await rows()).toEqual([{ a: true, c: 'é', d: '7' }])
    await change('alter table pool_shapes drop c')
    expect(await rows()).toEqual([{ a: true, d: '7' }])
    await change('delete from pool_shapes')
    expect(await rows()).toEqual([])
  })

  test.each([
    ['a comment before begin', '/* by hand */ begin'],
    ['no autocommit', 'set autocommit = 0'],
    ['a procedure', 'call pool_begin()'],
    ['xa', `xa start 'pool'`],
  ])('a transaction left open by %s takes in no write of the next one', async (_, statement) => {
    const narrow = await open({ max: 1 })
    await sql`create procedure if not exists pool_begin() begin start transaction; select 1; end`.execute(
      narrow,
    )
    await sql.raw(statement).execute(narrow)
    await narrow
      .insertInto('pool_numbers' as never)
      .values({ id: 3, number: 30 })
      .execute()
    const { rows } = await sql`select id from pool_numbers where id = 3`.execute(subject.database)
    expect(rows).toEqual([{ id: 3 }])
  })

  test('a packet that is too large costs those who wait nothing', async () => {
    const narrow = await open({ max: 1 })
    const tooLarge = narrow
      .selectFrom('pool_numbers' as never)
      .select(sql`length(${'x'.repeat(17_000_000)})`.as('length'))
      .execute()
    const waiting = Array.from({ length: 5 }, () => numbersOf(narrow))
    await expect(tooLarge).rejects.toMatchObject({ code: 'ER_NET_PACKET_TOO_LARGE' })
    for (const rows of await Promise.all(waiting)) expect(rows).toHaveLength(2)
  })

  test('a value that cannot be read: the rest of its answer is taken for no other', async () => {
    const proxy = new HoldingProxy(subject.url)
    await proxy.start()
    const narrow = await connectDatabase({ url: proxy.url, pool: { max: 1 } })
    try {
      await sql`create table pool_json (mark varchar(9) primary key, value json)`.execute(narrow)
      // MariaDB takes it for JSON.
      await sql`insert into pool_json values ('first', '1.'), ('second', '2')`.execute(narrow)
      const held = proxy.holdFrom('second')
      const read = narrow
        .selectFrom('pool_json' as never)
        .selectAll()
        .orderBy('mark' as never)
        .execute()
      const next = numbersOf(narrow)
      await expect(read).rejects.toThrow('JSON')
      await held
      proxy.release()
      expect(await next).toHaveLength(2)

      const heldAgain = proxy.holdFrom('second')
      await narrow.connection().execute(async (one) => {
        await expect(sql`select * from pool_json order by mark`.execute(one)).rejects.toThrow('JSON')
        await heldAgain
        const behind = numbersOf(one as never)
        proxy.release()
        await expect(behind).rejects.toMatchObject({ code: 'E_DATABASE_CONNECTION_LOST' })
      })
      expect(await numbersOf(narrow)).toHaveLength(2)
    } finally {
      await narrow.close()
      await proxy.stop()
    }
  })

  test('columns that another connection has learned meanwhile are not those of this answer', async () => {
    const proxy = new HoldingProxy(subject.url)
    await proxy.start()
    const database = await connectDatabase({ url: proxy.url, pool: { max: 2 } })
    const ask = (value: number | string): Promise<unknown> =>
      database
        .selectFrom('pool_numbers' as never)
        .select(['id' as never, sql`${value}`.as('value'), sql`1`.as('last')])
        .where('id' as never, '=', 1 as never)
        .execute()
    try {
      expect(await ask(7)).toEqual([{ id: 1, value: 7, last: 1 }])
      // The descriptions of the first two columns arrive.
      const held = proxy.holdFrom('last')
      const slow = ask(7)
      await held
      expect(await ask('seven')).toEqual([{ id: 1, value: 'seven', last: 1 }])
      proxy.release()
      expect(await slow).toEqual([{ id: 1, value: 7, last: 1 }])
    } finally {
      await database.close()
      await proxy.stop()
    }
  })

  test('a row that is updated is answered as the database has it then, inside and outside of a transaction', async () => {
    const { database } = subject
    const before = useDatabase(database)
    try {
      await sql`alter table pool_numbers add twice int as (number * 2),
        add seen varchar(20) not null default '', add mine int not null default 0`.execute(database)
      await sql`create trigger pool_seen before update on pool_numbers for each row set new.seen = 'triggered'`.execute(
        database,
      )
      const row = await PoolNumber.findOrFail(1)
      // Of somebody else.
      await sql`update pool_numbers set mine = 5 where id = 1`.execute(database)
      const update = async (number: number): Promise<unknown> => (await row.update({ number })).toJSON()
      expect(await update(30)).toEqual({ id: 1, number: 30, twice: 60, seen: 'triggered', mine: 5 })
      const committed: unknown[] = []
      await database.transaction(async () => {
        expect(await update(40)).toMatchObject({ number: 40, twice: 80 })
        afterCommit(async () => committed.push(await update(50)))
      })
      expect(committed).toMatchObject([{ number: 50, twice: 100 }])
      expect(await numbersOf(database)).toMatchObject([{ number: 50 }, { number: 20 }])
      await sql`delete from pool_numbers where id = 1`.execute(database)
      await expect(update(60)).rejects.toMatchObject({ code: 'E_ROW_NOT_FOUND' })
      await expect(database.transaction(() => update(60))).rejects.toMatchObject({ code: 'E_ROW_NOT_FOUND' })
    } finally {
      useDatabase(before)
    }
  })
})
