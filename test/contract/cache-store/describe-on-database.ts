import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCache, Lock, type CacheStore } from '@vanillin/cache'
import { DatabaseLockStore, DatabaseStore } from '@vanillin/cache/vanillin'
import { createMigrator, defineMigration, sql, type Database } from '@vanillin/database'
import { cacheTable, DatabaseCacheRows } from '@vanillin/database/vanillin'
import { expectOneComputation } from '../../../packages/cache/src/cache/among-processes.fixture.ts'
import { describeLockStore } from '../../../packages/cache/src/locks/testing/contract/describe-lock-store.ts'
import { describeCacheStore } from '../../../packages/cache/src/stores/testing/contract/describe-cache-store.ts'

const migration = defineMigration({
  up: (schema) => schema.createTable('cache', cacheTable),
  down: (schema) => schema.dropTable('cache'),
})
const migrations = [
  { name: '2026_01_01_000000_create_cache', load: () => Promise.resolve({ default: migration }) },
]

export interface Connected {
  readonly database: Database
  /** The same as another process has it. */
  readonly other: Database
  /** Undefined where no other process can connect. */
  readonly url: string | undefined
  dispose(): Promise<void>
}

/** Tells when the database has done what nobody waits for any more. */
class LateRows extends DatabaseCacheRows {
  written: Promise<void> | undefined
  acquired: Promise<string> | undefined

  override write(...given: Parameters<DatabaseCacheRows['write']>): Promise<void> {
    return (this.written = super.write(...given))
  }

  override acquire(...given: Parameters<DatabaseCacheRows['acquire']>): Promise<string> {
    return (this.acquired = super.acquire(...given))
  }
}

/** What a cache and locks in a database must do, on whichever it is. */
export function describeOnDatabase(
  name: string,
  connect: () => Promise<Connected>,
  { isAlone = false }: { isAlone?: boolean } = {},
): void {
  let connected: Connected
  beforeAll(async () => {
    connected = await connect()
    await createMigrator({ database: connected.database, migrations }).migrate()
  })
  afterAll(() => connected.dispose())

  const news: string[] = []
  const options = {
    // A loaded machine must not pass for a database that is down.
    timeoutMs: 60_000,
    onUnavailable: ({ code }: { code: string }) => void news.push(code),
    onAvailable: () => void news.push('available'),
  }
  const impatient = { timeoutMs: 50, onUnavailable: () => {}, onAvailable: () => {} }
  const storeOn = (database: Database): CacheStore =>
    new DatabaseStore(new DatabaseCacheRows(database), options)
  const empty = () => sql`delete from cache`.execute(connected.database)

  describeCacheStore(name, async () => {
    await empty()
    return { store: storeOn(connected.database), other: storeOn(connected.other) }
  })

  describeLockStore(name, async () => {
    await empty()
    const locksOn = (database: Database) => new DatabaseLockStore(new DatabaseCacheRows(database), options)
    return { store: locksOn(connected.database), other: locksOn(connected.other) }
  })

  test('what is over is removed, and what is held or kept is not', async () => {
    await empty()
    const rows = new DatabaseCacheRows(connected.database)
    await rows.write('over', 'text', 1)
    await rows.write('kept', 'text', 600_000)
    await rows.write('for ever', 1, undefined)
    await rows.acquire('held', 'token', 600_000)
    await expect
      .poll(async () => {
        await rows.removeExpired()
        const { rows: left } = await sql<{ id: string }>`select id from cache order by id`.execute(
          connected.database,
        )
        return left.map(({ id }) => id)
      })
      .toEqual(['for=20ever', 'held', 'kept'])
  })

  test('keys differ by case and accents, and patterns in them stand for nothing', async () => {
    await empty()
    const cache = createCache(storeOn(connected.database))
    const keys = ['a', 'A', 'á', 'a ', 'a%', 'a_', 'b'] as const
    for (const key of keys) await cache.namespace(key).set('key', key) // oxlint-disable-line no-await-in-loop -- one after the other
    await cache.namespace('a_').flush()
    await cache.namespace('a%').flush()
    const left = await Promise.all(keys.map((key) => cache.namespace(key).get('key')))
    expect(left).toEqual(['a', 'A', 'á', 'a ', undefined, undefined, 'b'])
  })

  test.skipIf(isAlone)('it takes no part in a transaction, and nobody waits until one ends', async () => {
    await empty()
    const cache = createCache(storeOn(connected.database))
    const other = createCache(storeOn(connected.other))
    const failed = connected.database.transaction(async () => {
      await cache.set('key', 'kept')
      await cache.remember('made', 60_000, () => 'once')
      expect(await other.remember('made', 60_000, () => 'twice')).toBe('once')
      throw new RangeError('taken back')
    })
    await expect(failed).rejects.toThrow('taken back')
    expect([await cache.get('key'), await other.get('made')]).toEqual(['kept', 'once'])
  })

  test.skipIf(isAlone)('what is kept after it was given up does not come back', async () => {
    await empty()
    const rows = new LateRows(connected.database)
    const cache = createCache(new DatabaseStore(rows, impatient))
    const other = createCache(storeOn(connected.other))
    await other.set('key', 'old')
    await connected.other.transaction(async () => {
      await sql`delete from cache`.execute(connected.other)
      expect(await cache.set('key', 'late')).toBe(false)
    })
    await rows.written
    await expect.poll(() => other.get('key')).toBeUndefined()
  })

  test.skipIf(isAlone)('a lock that was got after it was given up is free', async () => {
    await empty()
    const rows = new LateRows(connected.database)
    await rows.write('lock:nightly', 'anything', undefined)
    await connected.other.transaction(async () => {
      await sql`select id from cache for update`.execute(connected.other)
      const late = new Lock(new DatabaseLockStore(rows, impatient), 'nightly')
      await expect(late.acquire()).rejects.toMatchObject({ code: 'E_LOCK_UNAVAILABLE' })
    })
    await rows.acquired
    const next = new Lock(new DatabaseLockStore(new DatabaseCacheRows(connected.other), options), 'nightly')
    await (await next.acquire()).release()
  })

  test.skipIf(isAlone)('1,000 that miss one key in two processes compute it once', async () => {
    await empty()
    await expectOneComputation({ databaseUrl: connected.url! })
  })

  test('without its table every call says so', async () => {
    const broken = createCache(storeOn(connected.database))
    await sql`alter table cache rename to moved`.execute(connected.database)
    try {
      await expect(broken.get('key')).rejects.toThrow(/cache/)
      expect(news).toEqual([])
    } finally {
      await sql`alter table moved rename to cache`.execute(connected.database)
    }
  })
}
