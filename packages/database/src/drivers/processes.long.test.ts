import { beforeAll, expect, test } from 'vitest'
import { sql } from '../index.ts'
import { describeOnServer } from '../testing/contract/describe-on-server.ts'
import { buildLibrary, runChild } from '../testing/contract/run-child.ts'
import { createSubject, mysqlUrl, postgresUrl } from '../testing/contract/servers.ts'

const rowCount = 100_000
const largestRssMb = 150

const modelRows = 1_000_000
const digits = sql.join(
  Array.from({ length: 10 }, (_, digit) => sql`select ${sql.lit(digit)} as n`),
  sql` union all `,
)

/** In kB. On Linux `maxRSS` begins with what the parent held when it forked: proc(5) has the peak of the process alone. */
const peakRss =
  process.platform !== 'linux'
    ? 'process.resourceUsage().maxRSS'
    : `/^VmHWM:\\s*(\\d+)/m.exec(process.getBuiltinModule('node:fs').readFileSync('/proc/self/status', 'utf8'))[1]`

beforeAll(buildLibrary)

for (const [name, url] of [
  ['PostgreSQL', postgresUrl],
  ['MySQL or MariaDB', mysqlUrl],
] as const) {
  await describeOnServer(name, url, () => {
    test('two processes that migrate at once: one runs the migrations, the other waits and finds nothing to do', async () => {
      const subject = await createSubject(url)
      const deploy = `
        const database = await lib.connectDatabase({ url: given[0] })
        const migration = (name) => ({ name, load: async () => lib.defineMigration({
          async up(schema) {
            await schema.createTable(name, (table) => { table.id() })
            const pause = database.driver === 'mysql' ? lib.sql\`select sleep(0.3)\` : lib.sql\`select pg_sleep(0.3)\`
            await pause.execute(schema.db)
          },
        }) })
        const migrator = lib.createMigrator({ database, migrations: ['one', 'two', 'three'].map(migration) })
        console.log(JSON.stringify(await migrator.migrate()))
        await database.close()`
      const deploys = await Promise.all([1, 2, 3].map(() => runChild(deploy, subject.url)))
      const ran = await Promise.all(deploys.map(async (child) => JSON.parse(await child.line()) as string[]))
      expect(ran.toSorted((a, b) => a.length - b.length)).toEqual([[], [], ['one', 'three', 'two']])
      const ends = await Promise.all(deploys.map(({ ended }) => ended))
      expect(ends.map(({ code }) => code)).toEqual([0, 0, 0])
      await subject.dispose()
    })

    test(`${modelRows} rows of a model are gone through in less than ${largestRssMb} MB`, async () => {
      const subject = await createSubject(url)
      await sql`create table million (id integer primary key, words varchar(100) not null)`.execute(
        subject.database,
      )
      const numbers = sql.join(
        ['a', 'b', 'c', 'd', 'e', 'f'].map((table) => sql`(${digits}) ${sql.id(table)}`),
        sql` cross join `,
      )
      await sql`insert into million
          select 1 + a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n + 100000 * f.n, repeat('x', 100)
            from ${numbers}`.execute(subject.database)
      const child = await runChild(
        `
        const database = await lib.connectDatabase({ url: given[0] })
        lib.useDatabase(database)
        class Row extends lib.Model('million') {}
        let count = 0
        let sum = 0
        for await (const row of Row.each()) {
          count += 1
          sum += row.id
        }
        console.log(JSON.stringify({ count, sum, rss: Number(${peakRss}) }))
        await database.close()`,
        subject.url,
      )
      const { count, sum, rss } = JSON.parse(await child.line()) as {
        count: number
        sum: number
        rss: number
      }
      expect([count, sum]).toEqual([modelRows, (modelRows * (modelRows + 1)) / 2])
      const rssMb = rss / 1024
      console.log(`${name}: ${modelRows} rows of a model, at most ${Math.round(rssMb)} MB`)
      expect(rssMb).toBeLessThan(largestRssMb)
      await child.ended
      await subject.dispose()
    })

    test(`${rowCount} rows are streamed as the CSV of a response in less than ${largestRssMb} MB`, async () => {
      const subject = await createSubject(url)
      const { database } = subject
      await sql`create table wide (id integer primary key, words varchar(300) not null)`.execute(database)
      for (let from = 0; from < rowCount; from += 10_000) {
        const rows = Array.from(
          { length: 10_000 },
          (_, index) => sql`(${sql.lit(from + index)}, repeat('x', 200))`,
        )
        await sql`insert into wide values ${sql.join(rows)}`.execute(database)
      }
      const server = await runChild(
        `
        import { createServer } from 'node:http'
        import { Readable } from 'node:stream'
        import { pipeline } from 'node:stream/promises'
        const database = await lib.connectDatabase({ url: given[0] })
        async function* csv() {
          const query = database.selectFrom('wide').selectAll().orderBy('id')
          for await (const row of query.stream(500)) yield row.id + ',' + row.words + '\\n'
        }
        const server = createServer((request, response) => {
          if (request.url !== '/stop') return void pipeline(Readable.from(csv()), response).catch(() => {})
          response.end(${peakRss})
          server.close()
          database.close()
        }).listen(0, '127.0.0.1', () => console.log(server.address().port))`,
        subject.url,
      )
      const address = `http://127.0.0.1:${await server.line()}`
      for (let round = 0; round < 3; round += 1) {
        let lines = 0
        const response = await fetch(address)
        for await (const chunk of response.body!) for (const byte of chunk) if (byte === 10) lines += 1
        expect(lines).toBe(rowCount)
      }
      const rssMb = Number(await (await fetch(`${address}/stop`)).text()) / 1024
      console.log(`${name}: ${rowCount} rows three times, at most ${Math.round(rssMb)} MB`)
      expect(rssMb).toBeLessThan(largestRssMb)
      await server.ended
      await subject.dispose()
    })
  })
}
