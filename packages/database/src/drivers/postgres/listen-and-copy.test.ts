import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { connectDatabase, sql } from '../../index.ts'
import type { Database } from '../../index.ts'
import { describeOnServer } from '../../testing/contract/describe-on-server.ts'
import { createSubject, mysqlUrl, postgresUrl } from '../../testing/contract/servers.ts'
import type { Subject } from '../../testing/contract/describe-database.ts'
import { StoppableProxy } from './pipeline/stoppable-proxy.fixture.ts'

await describeOnServer('LISTEN and COPY of PostgreSQL', postgresUrl, () => {
  let subject: Subject & { url: string }
  let database: Database
  beforeAll(async () => {
    subject = await createSubject(postgresUrl)
    database = subject.database
    await sql`create table lines (id integer primary key, words text, made timestamptz)`.execute(database)
  })
  beforeEach(() => sql`truncate lines`.execute(database))
  afterAll(() => subject.dispose())

  describe('listen', () => {
    test('messages arrive in their order, at each handler of their channel, until it stops', async () => {
      const heard: string[] = []
      const stopFirst = await database.listen('Odd "channel"', (payload) => heard.push(`first ${payload}`))
      const stopSecond = await database.listen('Odd "channel"', (payload) => heard.push(`second ${payload}`))
      const stopOther = await database.listen('other', (payload) => heard.push(`other ${payload}`))
      const sender = await subject.connectAgain()
      await sender.notify('Odd "channel"', '1')
      await sender.notify('other')
      await vi.waitFor(() => expect(heard).toEqual(['first 1', 'second 1', 'other ']))
      await stopFirst()
      await stopFirst()
      await sender.notify('Odd "channel"', '2')
      await vi.waitFor(() => expect(heard.slice(3)).toEqual(['second 2']))
      await stopSecond()
      await sender.notify('Odd "channel"', '3')
      await sender.notify('other', 'last')
      await vi.waitFor(() => expect(heard.slice(4)).toEqual(['other last']))
      await stopOther()
      await sender.close()
    })

    test('in a transaction a message is sent by its commit', async () => {
      const heard: string[] = []
      const stop = await database.listen('orders', (payload) => heard.push(payload))
      const undone = database.transaction(async () => {
        await database.notify('orders', 'undone')
        throw new Error('no')
      })
      await expect(undone).rejects.toThrow('no')
      await database.transaction(() => database.notify('orders', 'done'))
      await vi.waitFor(() => expect(heard).toEqual(['done']))
      await stop()
    })

    test('a connection that is lost is made anew, and who listens is told', async () => {
      const proxy = new StoppableProxy(subject.url)
      await proxy.start()
      const lost: string[] = []
      const listening = await connectDatabase({
        url: proxy.url,
        onIdleError: (error) => lost.push(error.message),
      })
      const heard: string[] = []
      let missed = 0
      await listening.listen('orders', (payload) => heard.push(payload), { onMissed: () => (missed += 1) })
      await database.notify('orders', 'before')
      await vi.waitFor(() => expect(heard).toEqual(['before']))
      await proxy.stop()
      await vi.waitFor(() => expect(lost).toHaveLength(1))
      await database.notify('orders', 'meanwhile')
      expect(missed).toBe(0)
      await proxy.start()
      await vi.waitFor(() => expect(missed).toBe(1))
      await database.notify('orders', 'after')
      await vi.waitFor(() => expect(heard).toEqual(['before', 'after']))
      await listening.close()
      await proxy.stop()
    })

    test('one who begins as the last one stops listens on a connection of its own, and hears each message once', async () => {
      const lost: string[] = []
      const other = await subject.connectAgain({ onIdleError: (error) => lost.push(error.message) })
      const heard: string[] = []
      const stop = await other.listen('orders', (payload) => heard.push(`first ${payload}`))
      const stopped = stop()
      await other.listen('orders', (payload) => heard.push(`second ${payload}`))
      await stopped
      expect(lost).toEqual([])
      await database.notify('orders', '1')
      await vi.waitFor(() => expect(heard).toEqual(['second 1']))
      await other.close()
    })

    test('a second one of a channel waits until the server knows of the channel', async () => {
      const proxy = new StoppableProxy(subject.url)
      await proxy.start()
      const far = await connectDatabase({ url: proxy.url })
      await far.listen('other', () => {})
      proxy.delayMs = 100
      const heard: string[] = []
      const first = far.listen('orders', (payload) => heard.push(`first ${payload}`))
      await far.listen('orders', (payload) => heard.push(`second ${payload}`))
      await database.notify('orders', '1')
      await vi.waitFor(() => expect(heard).toEqual(['first 1', 'second 1']))
      await first
      await far.close()
      await proxy.stop()
    })

    test('who listens is told of a loss that another one who listens has mended', async () => {
      const proxy = new StoppableProxy(subject.url)
      await proxy.start()
      const lost: string[] = []
      const far = await connectDatabase({ url: proxy.url, onIdleError: (error) => lost.push(error.message) })
      let missed = 0
      await far.listen('orders', () => {}, { onMissed: () => (missed += 1) })
      await proxy.stop()
      await vi.waitFor(() => expect(lost).toHaveLength(1))
      await expect(far.listen('refused', () => {})).rejects.toMatchObject({ code: 'E_DATABASE_UNREACHABLE' })
      await proxy.start()
      await far.listen('late', () => {})
      await vi.waitFor(() => expect(missed).toBe(1))
      await far.close()
      await proxy.stop()
    })

    test('a handler that throws keeps no message from the others, and is heard of', async () => {
      const uncaught = process.listeners('uncaughtException')
      process.removeAllListeners('uncaughtException')
      const thrown: string[] = []
      process.on('uncaughtException', (error) => thrown.push(error.message))
      try {
        const heard: string[] = []
        const stop = await database.listen('orders', (payload) => {
          throw new Error(`not ${payload}`)
        })
        const stopOther = await database.listen('orders', (payload) => heard.push(payload))
        await database.transaction(async () => {
          for (const payload of ['1', '2']) await database.notify('orders', payload)
        })
        await vi.waitFor(() => expect(heard).toEqual(['1', '2']))
        await vi.waitFor(() => expect(thrown).toEqual(['not 1', 'not 2']))
        await Promise.all([stop(), stopOther()])
      } finally {
        process.removeAllListeners('uncaughtException')
        for (const listener of uncaught) process.on('uncaughtException', listener)
      }
    })

    test('a server that is not there is told at once', async () => {
      const nowhere = await connectDatabase({ url: 'postgres://ada@127.0.0.1:9/blog' })
      await expect(nowhere.listen('orders', () => {})).rejects.toMatchObject({
        code: 'E_DATABASE_UNREACHABLE',
      })
      await nowhere.close()
    })
  })

  describe('copy', () => {
    test('rows go out as CSV and come in again, whatever is in them', async () => {
      const rows = [
        { id: 1, words: 'a "quoted", text\nof two lines', made: new Date('2026-01-02T03:04:05.678Z') },
        { id: 2, words: null, made: null },
        { id: 3, words: "it's \\ $1", made: null },
      ]
      await database
        .insertInto('lines' as never)
        .values(rows)
        .execute()
      const query = database
        .selectFrom('lines' as never)
        .selectAll()
        .where('id' as never, '>', 0 as never)
      const csv = await text(await database.copyOut(query))
      expect(csv).toMatch(/^id,words,made\n1,"a ""quoted"", text\nof two lines",/)
      await sql`truncate lines`.execute(database)
      expect(await database.copyIn('lines', ['id', 'words', 'made'], [csv])).toBe(3)
      expect((await sql`select * from lines order by id`.execute(database)).rows).toEqual(rows)
    })

    test('values of the query are quoted, and are no SQL', async () => {
      await sql`insert into lines (id, words) values (1, ${"x'; drop table lines --"})`.execute(database)
      const query = sql`select id from lines where words = ${"x'; drop table lines --"}`
      expect(await text(await database.copyOut(query, { header: false }))).toBe('1\n')
    })

    test('200,000 rows are copied in and out in portions, and who stops early leaves nothing behind', async () => {
      function* lines(): Generator<string> {
        for (let from = 0; from < 200_000; from += 1000) {
          yield Array.from({ length: 1000 }, (_, index) => `${from + index},word\n`).join('')
        }
      }
      const warnings: string[] = []
      const onWarning = ({ name }: Error): number => warnings.push(name)
      process.on('warning', onWarning)
      expect(await database.copyIn('lines', ['id', 'words'], lines(), { header: false })).toBe(200_000)
      process.off('warning', onWarning)
      expect(warnings).toEqual([])
      const all = sql`select id, words from lines order by id`
      for (let round = 0; round < 12; round += 1) {
        for await (const chunk of await database.copyOut(all)) {
          expect(chunk).toBeInstanceOf(Buffer)
          break
        }
      }
      let bytes = 0
      for await (const chunk of await database.copyOut(all)) bytes += (chunk as Buffer).length
      expect(bytes).toBe('id,words\n'.length + 200_000 * ',word\n'.length + 1_088_890)
    })

    test('what fails leaves no rows, says why, and the connection is fine', async () => {
      const wrong = database.copyIn('lines', ['id'], ['1\n', 'one\n'], { header: false })
      await expect(wrong).rejects.toMatchObject({ code: '22P02' })
      const source = Readable.from(
        (async function* () {
          yield '1\n'
          throw new Error('the source broke')
        })(),
      )
      await expect(database.copyIn('lines', ['id'], source, { header: false })).rejects.toThrow(
        'the source broke',
      )
      await expect(database.copyIn('absent', ['id'], ['1\n'])).rejects.toMatchObject({ code: '42P01' })
      await expect(text(await database.copyOut(sql`select 1 / 0`))).rejects.toMatchObject({ code: '22012' })
      expect((await sql`select * from lines`.execute(database)).rows).toEqual([])
      await expect(database.transaction(() => database.copyOut(sql`select 1`))).rejects.toMatchObject({
        code: 'E_TRANSACTION_INVALID',
      })
    })
  })
})

test('databases that have neither say so', async () => {
  const database = await connectDatabase({ url: mysqlUrl })
  const attempts: (() => Promise<unknown>)[] = [
    () => database.listen('orders', () => {}),
    () => database.notify('orders'),
    () => database.copyOut(sql`select 1`),
    () => database.copyIn('lines', ['id'], []),
  ]
  for (const attempt of attempts) {
    const error = await Promise.resolve()
      .then(attempt)
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'E_DRIVER_UNSUPPORTED' })
  }
  await database.close()
})
