import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { describeUnless } from '#fixtures/describe-unless.ts'
import { connectDatabase, DatabaseError, sql } from '../../index.ts'
import type { Database } from '../../index.ts'
import { CuttingProxy } from '../../testing/faults/cutting-proxy.ts'
import { mountSmallDisk } from '../../testing/faults/small-disk.ts'
import { OwnCluster, postgresPrograms } from '../../testing/faults/own-cluster.ts'

const bin = postgresPrograms()
const reason = bin === null ? 'initdb was not found' : undefined

const restarts = 20
const known = new Set(['E_DATABASE_UNREACHABLE', 'E_DATABASE_CONNECTION_LOST', 'E_DATABASE_BUSY'])

interface Line {
  id: number
}

describeUnless(reason, 'a PostgreSQL cluster of its own', () => {
  let cluster: OwnCluster
  const table = (database: Database) => database.withTables<{ lines: Line }>()
  const outcome = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => null,
      (error: unknown) => error,
    )

  beforeAll(async () => {
    cluster = await OwnCluster.create(bin!)
    await cluster.start()
    const database = await connectDatabase({ url: cluster.url })
    await sql`create table lines (id integer primary key)`.execute(database)
    await database.close()
  })
  afterAll(() => cluster.remove())

  test(`restarted ${restarts} times under load: every request ends, and no write that was acknowledged is lost`, async () => {
    const database = await connectDatabase({ url: cluster.url, pool: { acquireTimeoutMs: 2000 } })
    const acknowledged = new Set<number>()
    const failed: unknown[] = []
    let next = 0
    const load = { isOver: false }
    const client = async (number: number): Promise<void> => {
      while (!load.isOver) {
        const id = (next += 1)
        const write = (): Promise<unknown> => table(database).insertInto('lines').values({ id }).execute()
        try {
          // A third in transactions, which have connections of their own.
          await (number % 3 === 0 ? database.transaction(write) : write())
          acknowledged.add(id)
          await table(database).selectFrom('lines').selectAll().where('id', '=', id).execute()
        } catch (error) {
          failed.push(error)
          // The next turn of the event loop: a server that is down refuses at once.
          await new Promise((resolve) => setImmediate(resolve))
        }
      }
    }
    const clients = Array.from({ length: 12 }, (_, number) => client(number))
    for (let count = 0; count < restarts; count += 1) {
      const before = acknowledged.size
      while (acknowledged.size < before + 50) await new Promise((resolve) => setImmediate(resolve))
      await cluster.stop(count % 2 === 0 ? 'SIGINT' : 'SIGQUIT')
      await cluster.start()
    }
    load.isOver = true
    await Promise.all(clients)

    const strangers = failed.filter((error) => !(error instanceof DatabaseError && known.has(error.code)))
    expect(strangers).toEqual([])
    expect(failed.length).toBeGreaterThanOrEqual(restarts)
    const there = new Set(
      (await table(database).selectFrom('lines').select('id').execute()).map(({ id }) => id),
    )
    expect([...acknowledged].filter((id) => !there.has(id))).toEqual([])
    console.log(
      `${restarts} restarts: ${acknowledged.size} writes acknowledged and there, ${failed.length} requests failed with a code`,
    )
    await database.close()
  })

  test('cut behind each byte of a pipelined exchange: each query answers right or with a code, and the next ones work', async () => {
    const proxy = await CuttingProxy.start(cluster.url)
    const exchange = async (database: Database): Promise<unknown[]> =>
      Promise.all(
        Array.from({ length: 5 }, (_, number) =>
          table(database)
            .selectNoFrom((query) => query.val(number + 100).as('number'))
            .execute()
            .then(
              (rows) => `${rows[0]?.number}` === `${number + 100}`,
              (error: unknown) => error,
            ),
        ),
      )
    const connect = (): Promise<Database> => connectDatabase({ url: proxy.url, pool: { max: 2, lanes: 1 } })
    const first = await connect()
    proxy.cutAfter(Infinity)
    const allRight = [true, true, true, true, true]
    expect(await exchange(first)).toEqual(allRight)
    await first.close()
    const whole = proxy.bytes
    expect(whole).toBeGreaterThan(100)

    let failures = 0
    for (let bytes = 0; bytes < whole; bytes += 1) {
      proxy.cutAfter(bytes)
      const database = await connect()
      for (const answer of await exchange(database)) {
        if (answer === true) continue
        failures += 1
        expect(answer, `cut behind byte ${bytes}`).toBeInstanceOf(DatabaseError)
        expect([...known]).toContain((answer as DatabaseError).code)
      }
      proxy.cutAfter(Infinity)
      // Behind the last answers, the end of the connection may be on its way when the next queries are sent: those fail with it.
      const next = await exchange(database)
      const healed = next.every((answer) => answer === true) ? next : await exchange(database)
      expect(healed, `after the cut behind byte ${bytes}`).toEqual(allRight)
      await database.close()
    }
    console.log(
      `cut behind each of ${whole} bytes: ${failures} of ${whole * 5} queries failed, all with a code`,
    )
    expect(failures).toBeGreaterThan(whole)
    await proxy.stop()
  }, 900_000)

  test('a database and a user that are not there', async () => {
    for (const url of [cluster.url.replace(/postgres$/, 'absent'), cluster.url.replace('//ada', '//eve')]) {
      const database = await connectDatabase({ url })
      expect(await outcome(sql`select 1`.execute(database))).toMatchObject({
        code: 'E_DATABASE_UNREACHABLE',
        status: 503,
      })
      await database.close()
    }
  })

  test('a wrong password, which is in no error', async () => {
    const database = await connectDatabase({ url: cluster.url })
    await sql`create role guarded login password 'right'`.execute(database)
    await cluster.requirePasswordOf('guarded')
    const wrong = await connectDatabase({ url: cluster.url.replace('//ada', '//guarded:hunter2') })
    const error = (await outcome(sql`select 1`.execute(wrong))) as DatabaseError
    expect(error).toMatchObject({
      code: 'E_DATABASE_UNREACHABLE',
      message: expect.stringContaining('password'),
    })
    expect(`${error.message}${error.stack}${error.help}`).not.toContain('hunter2')
    await Promise.all([wrong.close(), database.close()])
  })

  test('too many connections: refused with a code, and served when one is free', async () => {
    await cluster.stop()
    await cluster.start(['max_connections=6', 'superuser_reserved_connections=0'])
    const greedy = await connectDatabase({ url: cluster.url, pool: { max: 6, lanes: 0 } })
    const other = await connectDatabase({ url: cluster.url, pool: { max: 1, lanes: 0 } })
    let free: () => void = () => {}
    const held = new Promise<void>((resolve) => (free = resolve))
    const taken = { count: 0 }
    const all = Array.from({ length: 6 }, () =>
      greedy.connection().execute(async (one) => {
        await sql`select 1`.execute(one)
        taken.count += 1
        await held
      }),
    )
    while (taken.count < 6) await new Promise((resolve) => setImmediate(resolve))
    expect(await outcome(sql`select 1`.execute(other))).toMatchObject({
      code: 'E_DATABASE_UNREACHABLE',
      message: expect.stringContaining('too many clients'),
    })
    free()
    await Promise.all(all)
    await greedy.close()
    while ((await outcome(sql`select 1`.execute(other))) !== null);
    await other.close()
    await cluster.stop()
    await cluster.start()
  })

  test('too many connections for two processes with lanes: each query answers or is refused with a code', async () => {
    await cluster.stop()
    await cluster.start(['max_connections=6', 'superuser_reserved_connections=0'])
    const processes = await Promise.all([1, 2].map(() => connectDatabase({ url: cluster.url })))
    const outcomes = await Promise.all(
      processes.flatMap((database) =>
        Array.from({ length: 200 }, (_, number) =>
          outcome(
            number % 2 === 0
              ? table(database)
                  .selectNoFrom((query) => query.val(number).as('number'))
                  .execute()
              : sql`select ${number}`.execute(database),
          ),
        ),
      ),
    )
    const refused = outcomes.filter((error) => error !== null)
    expect(refused.filter((error) => !(error instanceof DatabaseError && known.has(error.code)))).toEqual([])
    expect(refused.length).toBeLessThan(outcomes.length)
    console.log(
      `too many connections: ${refused.length} of ${outcomes.length} queries refused, all with a code`,
    )
    await Promise.all(processes.map((database) => database.close()))
    await cluster.stop()
    await cluster.start()
  })

  test('a full disk: the write that finds no room fails and says so, reads and other tables go on, and so do writes when there is room', async ({
    skip,
  }) => {
    const disk = mountSmallDisk(16)
    skip(disk === null, 'no disk can be mounted here')
    if (disk === null) return
    onTestFinished(async () => {
      await cluster.stop()
      disk.remove()
      await cluster.start()
    })
    await cluster.give(disk.folder)
    const database = await connectDatabase({ url: cluster.url })
    await sql`create tablespace small location ${sql.lit(disk.folder)}`.execute(database)
    await sql`create table wide (id integer, words text) tablespace small`.execute(database)
    await sql`alter table wide alter words set storage external`.execute(database)
    const tables = database.withTables<{ wide: { id: number; words: string } }>()
    const write = (id: number): Promise<unknown> =>
      tables
        .insertInto('wide')
        .values({ id, words: 'x'.repeat(50_000) })
        .execute()
    const count = async (): Promise<number> =>
      Number(
        (await sql<{ count: string }>`select count(*) as count from wide`.execute(database)).rows[0]?.count,
      )

    let acknowledged = 0
    const failures: unknown[] = []
    while (failures.length === 0) {
      const round = await Promise.all(Array.from({ length: 8 }, (_, id) => outcome(write(id))))
      acknowledged += round.filter((error) => error === null).length
      failures.push(...round.filter((error) => error !== null))
    }
    for (const failure of failures)
      expect(failure).toMatchObject({ code: '53100', help: expect.stringContaining('disk') })
    expect(await count()).toBe(acknowledged)
    await table(database).insertInto('lines').values({ id: 1_000_000 }).execute()
    console.log(`a full disk: ${acknowledged} writes acknowledged and there, ${failures.length} refused`)

    disk.grow(32)
    await write(1)
    expect(await count()).toBe(acknowledged + 1)
    await sql`drop table wide`.execute(database)
    await sql`drop tablespace small`.execute(database)
    await database.close()
  })

  test('a statement timeout, a deadlock and a serialization failure', async () => {
    const database = await connectDatabase({ url: cluster.url, pool: { statementTimeoutMs: 200 } })
    expect(await outcome(sql`select pg_sleep(60)`.execute(database))).toMatchObject({
      code: 'E_STATEMENT_CANCELLED',
    })
    await database.close()

    const patient = await connectDatabase({ url: cluster.url })
    await sql`truncate lines`.execute(patient)
    await table(patient)
      .insertInto('lines')
      .values([{ id: 1 }, { id: 2 }])
      .execute()
    const lockBoth = (order: readonly [number, number], both: () => Promise<void>): Promise<unknown> =>
      patient.transaction(async () => {
        await sql`select 1 from lines where id = ${order[0]} for update`.execute(patient)
        await both()
        await sql`select 1 from lines where id = ${order[1]} for update`.execute(patient)
      })
    const gate = meeting(2)
    const deadlocked = await Promise.all([outcome(lockBoth([1, 2], gate)), outcome(lockBoth([2, 1], gate))])
    expect(deadlocked.filter((error) => error !== null)).toMatchObject([{ code: '40P01' }])

    const read = meeting(2)
    const conflicting = (id: number): Promise<unknown> =>
      patient.transaction(
        async () => {
          await sql`select count(*) from lines`.execute(patient)
          await read()
          await sql`insert into lines values (${id})`.execute(patient)
        },
        { isolation: 'serializable' },
      )
    const conflicts = await Promise.all([outcome(conflicting(3)), outcome(conflicting(4))])
    expect(conflicts.filter((error) => error !== null)).toMatchObject([{ code: '40001' }])
    await patient.close()
  })
})

/** Resolves for all once so many have come. */
function meeting(size: number): () => Promise<void> {
  let open: () => void = () => {}
  const all = new Promise<void>((resolve) => (open = resolve))
  let count = 0
  return () => {
    count += 1
    if (count === size) open()
    return all
  }
}
