import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { connectDatabase, sql } from '@vanillin/database'
import type { Database, DatabaseConfig } from '@vanillin/database'
import { describeOnServer } from '../testing/contract/describe-on-server.ts'
import { createSubject, mysqlUrl, postgresUrl } from '../testing/contract/servers.ts'

const open: Database[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((database) => database.close()))
})

async function connect(config: DatabaseConfig): Promise<Database> {
  const database = await connectDatabase(config)
  open.push(database)
  return database
}

const ask = async (database: Database): Promise<unknown> =>
  (await sql<{ one: number }>`select 1 as one`.execute(database)).rows

test('nobody listens: 503 with the place, and without the password', async () => {
  for (const scheme of ['postgres', 'mysql']) {
    const database = await connect({
      url: `${scheme}://ada:secret@127.0.0.1:9/blog`,
      pool: { acquireTimeoutMs: 3000 },
    })
    const error = (await ask(database).catch((thrown: unknown) => thrown)) as Error & { status: number }
    expect(error).toMatchObject({ code: 'E_DATABASE_UNREACHABLE', status: 503 })
    expect(error.message).toMatch(/127\.0\.0\.1:9, database blog: .*ECONNREFUSED/)
    expect(`${error.message}${error.stack}`).not.toContain('secret')
  }
})

test('a server that refuses everybody is asked again after pauses that grow', async () => {
  for (const scheme of ['postgres', 'mysql']) {
    let asked = 0
    const refusing = createServer((socket) => {
      asked += 1
      socket.destroy()
    }).listen(0, '127.0.0.1')
    await once(refusing, 'listening')
    const { port } = refusing.address() as AddressInfo
    const database = await connect({
      url: `${scheme}://ada@127.0.0.1:${port}/blog`,
      pool: { max: 4, lanes: 1 },
    })
    const from = performance.now()
    const waves = 4
    for (let wave = 0; wave < waves; wave += 1) {
      const answers = await Promise.allSettled(Array.from({ length: 20 }, () => ask(database)))
      expect(answers.filter(({ status }) => status === 'fulfilled')).toEqual([])
    }
    // Half of 50, 100 and 200 ms at least.
    expect(performance.now() - from).toBeGreaterThan(174)
    expect(asked).toBeGreaterThanOrEqual(waves)
    refusing.close()
  }
})

const killers = [
  {
    name: 'PostgreSQL',
    url: postgresUrl,
    self: sql<{ id: number }>`select pg_backend_pid() as id`,
    kill: (id: number) => sql`select pg_terminate_backend(${id})`,
  },
  {
    name: 'MySQL or MariaDB',
    url: mysqlUrl,
    self: sql<{ id: string }>`select connection_id() as id`,
    kill: (id: number) => sql`kill ${sql.lit(id)}`,
  },
]

for (const { name, url, self, kill } of killers) {
  await describeOnServer(`${name}: a connection that is killed`, url, () => {
    test('in a transaction: the transaction fails, nothing of it stays, the next query works', async () => {
      const subject = await createSubject(url)
      const other = await subject.connectAgain()
      try {
        await sql`create table kept (id int)`.execute(subject.database)
        const work = subject.database.transaction().execute(async (trx) => {
          await sql`insert into kept values (1)`.execute(trx)
          const { rows } = await self.execute(trx)
          await kill(Number(rows[0]?.id)).execute(other)
          await sql`insert into kept values (2)`.execute(trx)
        })
        await expect(work).rejects.toMatchObject({ code: 'E_DATABASE_CONNECTION_LOST', status: 503 })
        expect((await sql`select * from kept`.execute(subject.database)).rows).toEqual([])
      } finally {
        await other.close()
        await subject.dispose()
      }
    })

    test('while idle: the process lives and the next queries work', async () => {
      const lost: string[] = []
      const database = await connect({ url, onIdleError: (error) => lost.push(error.message) })
      const other = await connect({ url })
      const { rows } = await self.execute(database)
      await kill(Number(rows[0]?.id)).execute(other)
      const deadline = Date.now() + 10_000
      while (lost.length === 0 && Date.now() < deadline) await ask(other)
      expect(lost).toHaveLength(1)
      expect(await ask(database)).toHaveLength(1)
    })

    test('all connections in use: E_DATABASE_BUSY within the time set, and fine when one is back', async () => {
      const database = await connect({ url, pool: { max: 1, acquireTimeoutMs: 800 } })
      await database.transaction().execute(async (trx) => {
        await self.execute(trx)
        await expect(ask(database)).rejects.toMatchObject({ code: 'E_DATABASE_BUSY', status: 503 })
      })
      expect(await ask(database)).toHaveLength(1)
    })

    test('a database that does not exist is told as it is', async () => {
      const missing = new URL(url)
      missing.pathname = '/vanillin_does_not_exist'
      const database = await connect({ url: missing.href })
      await expect(ask(database)).rejects.toMatchObject({
        code: 'E_DATABASE_UNREACHABLE',
        message: expect.stringMatching(/does not exist|Unknown database/),
      })
    })
  })
}
