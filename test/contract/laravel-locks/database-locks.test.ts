import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sql } from '@vanillin/database'
import { laravelLocks } from '@vanillin/php'
import { describeOnServer } from '../../../packages/database/src/testing/contract/describe-on-server.ts'
import {
  createSubject,
  mysqlUrl,
  postgresUrl,
} from '../../../packages/database/src/testing/contract/servers.ts'
import { describeLaravelLocks, type LaravelSide } from './describe-laravel-locks.ts'

type Subject = Awaited<ReturnType<typeof createSubject>>
type LockTables = { cache_locks: { key: string; owner: string; expiration: number } }

const prefix = 'laravel_cache_'
const now = (): number => Math.floor(Date.now() / 1_000)

function rowsOf({ database }: Subject): LaravelSide {
  const tables = database.withTables<LockTables>()
  return {
    async hold(name, owner, seconds) {
      const row = { key: prefix + name, owner, expiration: now() + seconds }
      await tables.insertInto('cache_locks').values(row).execute()
    },
    async find(name) {
      const rows = tables
        .selectFrom('cache_locks')
        .selectAll()
        .where('key', '=', prefix + name)
      const row = await rows.executeTakeFirst()
      return row && { owner: row.owner, secondsLeft: row.expiration - now() }
    },
  }
}

for (const [name, url, column] of [
  ['MariaDB', mysqlUrl, '`key`'],
  ['PostgreSQL', postgresUrl, '"key"'],
] as const)
  await describeOnServer(`locks of Laravel on ${name}`, url, () => {
    let subject: Subject
    beforeAll(async () => {
      subject = await createSubject(url)
      const columns = `${column} varchar(255) primary key, owner varchar(255) not null, expiration bigint not null`
      await sql.raw(`create table cache_locks (${columns})`).execute(subject.database)
    })
    afterAll(() => subject.dispose())
    beforeEach(() => sql.raw('delete from cache_locks').execute(subject.database))

    const connect = () => laravelLocks({ in: 'database', database: subject.database, prefix })
    describeLaravelLocks(`a table of ${name}`, () => ({
      store: connect(),
      other: connect(),
      laravel: rowsOf(subject),
    }))

    test('a lock of a transaction that is undone was held, and is for others to see meanwhile', async () => {
      const locks = connect()
      const undone = subject.database.transaction(async () => {
        await locks.acquire('orders', 'one', 60_000)
        expect(await rowsOf(subject).find('orders')).toMatchObject({ owner: 'one' })
        throw new Error('undone')
      })
      await expect(undone).rejects.toThrow('undone')
      expect(await locks.acquire('orders', 'two', 60_000)).toBe('one')
    })

    test('without the table nobody gets a lock', async () => {
      const locks = laravelLocks({ in: 'database', database: subject.database, prefix, table: 'absent' })
      await expect(locks.acquire('orders', 'one', 60_000)).rejects.toMatchObject({
        code: 'E_LOCK_UNAVAILABLE',
        status: 503,
      })
    })
  })
