import { cp, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { assertWorkersFit, connectDatabase, createSnapshot, sql } from '@vanillin/database'
import type { Database, EmbeddedConfig, Kysely } from '@vanillin/database'
import { buildLibrary, runChild } from '../../testing/contract/run-child.ts'
import type { Child } from '../../testing/contract/run-child.ts'

const cleanups: (() => unknown)[] = []
let folder = ''

// An empty database takes seconds to make and moments to copy.
let emptyFolder = ''
beforeAll(async () => {
  await buildLibrary()
  emptyFolder = await mkdtemp(join(tmpdir(), 'vanillin-empty-'))
  const database = await connectDatabase({ embedded: { folder: emptyFolder } })
  await database.close()
})
afterAll(() => rm(emptyFolder, { recursive: true }))

beforeEach(async () => {
  const parent = await mkdtemp(join(tmpdir(), 'vanillin-owner-'))
  folder = join(parent, '.data')
  await cp(join(emptyFolder, 'pgdata'), join(folder, 'pgdata'), { recursive: true })
  cleanups.push(() => rm(parent, { recursive: true }))
})
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

async function open(embedded: EmbeddedConfig = {}): Promise<Database> {
  const database = await connectDatabase({ embedded: { folder, ...embedded } })
  cleanups.push(() => database.close())
  return database
}

/** Another process that owns the folder, and has one row in the table `notes`. */
async function startOwner(): Promise<Child> {
  const child = await runChild(
    `const db = await lib.connectDatabase({ embedded: { folder: given[0] } })
     await lib.sql\`create table if not exists notes (id int primary key, body text)\`.execute(db)
     await lib.sql\`insert into notes values (1, 'from the owner') on conflict do nothing\`.execute(db)
     console.log('ready')
     process.on('SIGTERM', () => db.close().then(() => process.exit(0)))
     setInterval(() => {}, 1000)`,
    folder,
  )
  cleanups.push(async () => {
    child.process.kill('SIGKILL')
    await child.ended
  })
  expect(await child.line()).toBe('ready')
  return child
}

const notes = async (database: Kysely<Vanillin.Tables>): Promise<unknown[]> =>
  (await sql<{ id: number }>`select id from notes order by id`.execute(database)).rows.map(({ id }) => id)

describe('the owner lock', () => {
  test("a second opener is refused with the owner's pid and command", async () => {
    const owner = await startOwner()
    await expect(open()).rejects.toMatchObject({
      code: 'E_DATABASE_OWNED',
      message: expect.stringMatching(new RegExp(`process ${owner.process.pid} \\(.*child-`)),
    })
  })

  test('an owner that was killed leaves nothing behind that stops the next', async () => {
    const owner = await startOwner()
    owner.process.kill('SIGKILL')
    await owner.ended
    expect(await readdir(folder)).toContain('owner.json')
    const database = await open()
    expect(await notes(database)).toEqual([1])
  })

  test('a pid that was given to another process does not hold the folder', async () => {
    const first = await open()
    await first.close()
    const { hostname } = await import('node:os')
    const stale = {
      pid: process.pid,
      startedAt: 'long ago',
      host: hostname(),
      command: 'old',
      socket: '',
      token: '',
    }
    await writeFile(join(folder, 'owner.json'), JSON.stringify(stale))
    await open()
  })

  test('the lock of another host holds while it is touched, and not for ever', async () => {
    const first = await open()
    await first.close()
    const file = join(folder, 'owner.json')
    await writeFile(
      file,
      JSON.stringify({ pid: 1, startedAt: '', host: 'another', command: 'app', socket: '', token: '' }),
    )
    await expect(open()).rejects.toMatchObject({ code: 'E_DATABASE_OWNED' })
    const minuteAgo = new Date(Date.now() - 60_000)
    await utimes(file, minuteAgo, minuteAgo)
    await open()
  })

  test('a lock file that is empty or broken does not hold the folder', async () => {
    const first = await open()
    await first.close()
    await writeFile(join(folder, 'owner.json'), '')
    await open()
  })

  test('of eight processes that find a stale lock at once, one gets the folder', async () => {
    const owner = await startOwner()
    owner.process.kill('SIGKILL')
    await owner.ended
    const source = `try { await lib.connectDatabase({ embedded: { folder: given[0] } }); console.log('owner') }
       catch (error) { console.log(error.code) }
       setInterval(() => {}, 1000)`
    const children = await Promise.all(Array.from({ length: 8 }, () => runChild(source, folder)))
    const lines = await Promise.all(children.map((child) => child.line()))
    for (const child of children) child.process.kill('SIGKILL')
    await Promise.all(children.map((child) => child.ended))
    expect(lines.filter((line) => line === 'owner')).toHaveLength(1)
    expect(lines.filter((line) => line === 'E_DATABASE_OWNED')).toHaveLength(7)
  })

  test('closing gives the folder to whoever waits', async () => {
    const first = await open()
    const second = open({ ownerWaitMs: 10_000 })
    await first.close()
    await sql`select 1`.execute(await second)
    expect(await readdir(folder)).toContain('owner.json')
  })

  test('nobody else may read the folder, the lock or the socket', async () => {
    await open()
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect((await stat(join(folder, 'owner.json'))).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, 'owner.sock'))).mode & 0o777).toBe(0o600)
  })
})

describe('work through the owner', () => {
  const guest = (): Promise<Database> => open({ whenOwned: 'forward' })

  test("queries, values and the database's own errors", async () => {
    await startOwner()
    const database = await guest()
    const bytes = Buffer.from([0, 1, 254, 255])
    const { rows } =
      await sql`select ${bytes}::bytea as b, ${10n ** 18n}::int8 as n, ${null}::text as x`.execute(database)
    expect(rows).toEqual([{ b: bytes, n: '1000000000000000000', x: null }])
    const error = await sql`insert into notes values (1, 'again')`
      .execute(database)
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'E_ROW_EXISTS', constraint: 'notes_pkey' })
    expect(await notes(database)).toEqual([1])
  })

  test('a transaction has the database to itself, and is rolled back when its process is killed', async () => {
    const database = await open()
    await sql`create table notes (id int primary key)`.execute(database)
    const child = await runChild(
      `const db = await lib.connectDatabase({ embedded: { folder: given[0], whenOwned: 'forward' } })
       await db.transaction().execute(async (trx) => {
         await lib.sql\`insert into notes values (7)\`.execute(trx)
         console.log('inside')
         await new Promise(() => setInterval(() => {}, 1000))
       })`,
      folder,
    )
    expect(await child.line()).toBe('inside')
    const waiting = notes(database)
    child.process.kill('SIGKILL')
    await child.ended
    expect(await waiting).toEqual([])
  })

  test('a transaction of the owner and one of a guest do not mix', async () => {
    const database = await open()
    const other = await guest()
    await sql`create table notes (id int primary key)`.execute(database)
    const write = (target: Database, from: number): Promise<unknown> =>
      target.transaction().execute(async (trx) => {
        const before = (await notes(trx)).length
        for (let id = from; id < from + 5; id += 1) await sql`insert into notes values (${id})`.execute(trx)
        expect(await notes(trx)).toHaveLength(before + 5)
        if (from % 2 === 1) throw new Error('odd')
      })
    await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => write(index % 2 === 0 ? database : other, index * 101)),
    )
    expect(await notes(database)).toHaveLength(50)
  })

  test('a guest takes over when the owner leaves, and loses no query that waited', async () => {
    const owner = await startOwner()
    const database = await guest()
    expect(await notes(database)).toEqual([1])
    owner.process.kill('SIGTERM')
    expect((await owner.ended).code).toBe(0)
    expect(await notes(database)).toEqual([1])
  })

  test('a query that was under way when the owner was killed fails and says so', async () => {
    const owner = await startOwner()
    const database = await guest()
    const work = database.transaction().execute(async (trx) => {
      await sql`insert into notes values (2, 'lost')`.execute(trx)
      owner.process.kill('SIGKILL')
      await owner.ended
      await sql`insert into notes values (3, 'lost')`.execute(trx)
    })
    await expect(work).rejects.toMatchObject({ code: 'E_DATABASE_CONNECTION_LOST' })
    expect(await notes(database)).toEqual([1])
  })

  test('who cannot read the lock file is not let in, and noise does no harm', async () => {
    const database = await open()
    const say = (lines: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = connect(join(folder, 'owner.sock'))
        let heard = ''
        socket.setEncoding('utf8').on('data', (chunk) => (heard += String(chunk)))
        socket.on('close', () => resolve(heard))
        socket.on('error', () => {})
        socket.end(lines)
      })
    expect(await say('{"id":1,"do":"hello","token":"wrong"}\n{"id":2,"do":"acquire"}\n')).not.toContain(
      '"id":2}',
    )
    expect(await say('{"id":1,"do":"acquire"}\n')).toContain('say hello first')
    expect(await say('GET / HTTP/1.1\r\n\r\n')).toBe('')
    const { token } = JSON.parse(await readFile(join(folder, 'owner.json'), 'utf8')) as { token: string }
    await say(`{"id":1,"do":"hello","token":"${token}"}\n{"id":2,"do":"acquire"}\n`)
    await sql`select 1`.execute(database)
  })
})

test('a query inside a transaction that forgets the transaction is told, and not waited for without end', async () => {
  const database = await connectDatabase({ embedded: { memory: true }, pool: { acquireTimeoutMs: 100 } })
  cleanups.push(() => database.close())
  const work = database.transaction().execute(() => sql`select 1`.execute(database))
  await expect(work).rejects.toMatchObject({ code: 'E_DATABASE_BUSY' })
  expect((await sql`select 1 as one`.execute(database)).rows).toEqual([{ one: 1 }])
})

test('a snapshot is made once for a key', async () => {
  const cache = join(folder, 'cache')
  let prepared = 0
  const make = (key: string): Promise<Blob> =>
    createSnapshot({
      folder: cache,
      key: [key],
      prepare: async (database) => {
        prepared += 1
        await sql`create table notes (id int)`.execute(database)
        await sql`insert into notes values (1)`.execute(database)
      },
    })
  for (const key of ['a', 'a']) {
    const database = await connectDatabase({ embedded: { memory: true, snapshot: await make(key) } })
    expect(await notes(database)).toEqual([1])
    await sql`insert into notes values (2)`.execute(database)
    await database.close()
  }
  expect(prepared).toBe(1)
  await make('b')
  expect(prepared).toBe(2)
})

test('more than one worker is refused on the embedded database', () => {
  expect(() => assertWorkersFit({}, 4)).toThrow(expect.objectContaining({ code: 'E_DATABASE_ONE_WORKER' }))
  expect(() => assertWorkersFit({}, 1)).not.toThrow()
  expect(() => assertWorkersFit({ url: 'postgres://localhost/x' }, 4)).not.toThrow()
})

test("PGlite's own files may lie elsewhere, as beside a bundled server", async () => {
  const assets = join(folder, 'assets')
  const dist = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite'))
  const names = ['pglite.wasm', 'initdb.wasm', 'pglite.data']
  for (const name of names) await cp(join(dist, name), join(assets, name))
  const [wasm, initdbWasm, data] = names.map((name) => join(assets, name)) as [string, string, string]
  const database = await connectDatabase({ embedded: { memory: true, assets: { wasm, initdbWasm, data } } })
  cleanups.push(() => database.close())
  expect((await sql`select 1 as one`.execute(database)).rows).toEqual([{ one: 1 }])
  const missing = { wasm: join(folder, 'absent.wasm'), initdbWasm, data }
  await expect(connectDatabase({ embedded: { memory: true, assets: missing } })).rejects.toThrow(
    /absent\.wasm/,
  )
})
