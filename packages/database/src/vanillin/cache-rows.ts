import { setTimeout as wait } from 'node:timers/promises'
import { DatabaseCache, type CacheRowValue } from '@vanillin/core'
import { sql, type ExpressionBuilder, type Kysely, type RawBuilder } from 'kysely'
import type { Database } from '../connection/database.ts'
import { isConflict } from '../transactions/is-conflict.ts'
import { runOutside } from '../transactions/transaction-context.ts'
import { toCacheKey, toCacheKeyPrefix } from './cache-key.ts'

/** What `cacheTable` describes. A row whose value is over may still have a lease, and the other way round. */
type CacheTables = {
  cache: {
    id: string
    value: string | null
    number: number | null
    expires_at: number
    lease: string | null
    lease_until: number
  }
}

type CacheColumns = ExpressionBuilder<CacheTables, 'cache'>
type Time = number | RawBuilder<number>

/** Later than any other time. */
const never = Number.MAX_SAFE_INTEGER
const noLease = { lease: null, lease_until: 0 }
const retries = 5

/**
 * The table `cache`. It takes no part in the transactions of the app: what is kept is there for all at once, and nobody waits for a lease until somebody
 * else's transaction ends. On the embedded database, which has one connection, it does.
 */
export class DatabaseCacheRows extends DatabaseCache {
  readonly description = 'the table cache'
  readonly #database: Database
  readonly #rows: Kysely<CacheTables>
  readonly #now: RawBuilder<number>

  constructor(database: Database) {
    super()
    this.#database = database
    // A replica may not know yet what was just kept.
    this.#rows = database.primary.withTables<CacheTables>()
    this.#now =
      database.driver === 'mysql'
        ? sql<number>`floor(unix_timestamp(now(3)) * 1000)`
        : sql<number>`(extract(epoch from statement_timestamp()) * 1000)::bigint`
  }

  async read(keys: readonly string[]): Promise<(CacheRowValue | undefined)[]> {
    if (keys.length === 0) return []
    const ids = keys.map((key) => toCacheKey(key))
    const found = this.#rows.selectFrom('cache').select(['id', 'value', 'number'])
    const rows = await this.#ask(() => found.where('id', 'in', ids).where(this.#isThere).execute())
    const values = new Map(rows.map(({ id, ...row }) => [id, valueOf(row)]))
    return ids.map((id) => values.get(id))
  }

  async write(key: string, value: CacheRowValue, ttlMs: number | undefined): Promise<void> {
    const columns = { ...this.#columns(value, ttlMs), ...noLease }
    const insert = this.#rows.insertInto('cache').values({ id: toCacheKey(key), ...columns })
    await this.#ask(() =>
      this.#isMysql
        ? insert.onDuplicateKeyUpdate(columns).execute()
        : insert.onConflict((conflict) => conflict.column('id').doUpdateSet(columns)).execute(),
    )
  }

  async add(key: string, value: CacheRowValue, ttlMs: number | undefined): Promise<boolean> {
    const columns = { ...this.#columns(value, ttlMs), ...noLease }
    if (await this.#insert(key, columns)) return true
    return this.#update(key, columns, (row) => row('expires_at', '<=', this.#now))
  }

  writeLeased(key: string, value: CacheRowValue, ttlMs: number | undefined, token: string): Promise<boolean> {
    return this.#update(key, { ...this.#columns(value, ttlMs), ...noLease }, (row) => this.#holds(row, token))
  }

  async remove(key: string): Promise<boolean> {
    return (await this.take(key)) !== undefined
  }

  async take(key: string): Promise<CacheRowValue | undefined> {
    const id = toCacheKey(key)
    const there = sql<boolean | number>`${sql.ref('expires_at')} > ${this.#now}`.as('there')
    const row = await this.#ask(async () => {
      const remove = this.#rows.deleteFrom('cache').where('id', '=', id)
      if (!this.#isMysql) return remove.returning(['value', 'number', there]).executeTakeFirst()
      return this.#database.transaction(async () => {
        const rows = this.#rows.selectFrom('cache').select(['value', 'number', there])
        const found = await rows.where('id', '=', id).forUpdate().executeTakeFirst()
        if (found !== undefined) await remove.execute()
        return found
      })
    })
    return row !== undefined && Boolean(row.there) ? valueOf(row) : undefined
  }

  async increment(key: string, by: number, ttlMs: number | undefined): Promise<number | undefined> {
    const id = toCacheKey(key)
    const columns = { id, ...this.#columns(by, ttlMs), lease_until: 0 }
    const insert = this.#rows.insertInto('cache').values(columns)
    const old = sql<boolean>`cache.expires_at <= ${this.#now}`
    const kept = {
      number: sql<number>`case when ${old} then ${by} else cache.number + ${by} end`,
      value: sql<string | null>`case when ${old} then null else cache.value end`,
      // The last one: MySQL sets one after the other, and goes by what it has set.
      expires_at: sql<number>`case when ${old} then ${columns.expires_at} else cache.expires_at end`,
    }
    const row = await this.#ask(() => {
      if (!this.#isMysql) {
        const upsert = insert.onConflict((conflict) => conflict.column('id').doUpdateSet(kept))
        return upsert.returning('number').executeTakeFirst()
      }
      return this.#database.transaction(async () => {
        await insert.onDuplicateKeyUpdate(kept).execute()
        return this.#rows.selectFrom('cache').select('number').where('id', '=', id).executeTakeFirst()
      })
    })
    // A text that is there has no number, and NULL grows by nothing.
    return row?.number ?? undefined
  }

  async removeAll(prefix: string): Promise<void> {
    const all = this.#rows.deleteFrom('cache')
    // Nothing in it stands for something else.
    await this.#ask(() => all.where('id', 'like', `${toCacheKeyPrefix(prefix)}%`).execute())
  }

  async removeExpired(): Promise<void> {
    const over = this.#rows.deleteFrom('cache').where('expires_at', '<=', this.#now)
    await this.#ask(() => over.where('lease_until', '<=', this.#now).execute())
  }

  async acquire(key: string, token: string, ttlMs: number): Promise<string> {
    const lease = { lease: token, lease_until: this.#in(ttlMs) }
    const empty = { value: null, number: null, expires_at: 0 }
    const held = this.#rows.selectFrom('cache').select('lease').where('id', '=', toCacheKey(key))
    for (;;) {
      // Who waits asks again and again: to look hinders nobody.
      // oxlint-disable no-await-in-loop -- until somebody has it
      const row = await this.#ask(() => held.where('lease_until', '>', this.#now).executeTakeFirst())
      if (typeof row?.lease === 'string') return row.lease
      if (await this.#update(key, lease, (column) => column('lease_until', '<=', this.#now))) return token
      if (await this.#insert(key, { ...empty, ...lease })) return token
      // oxlint-enable no-await-in-loop
    }
  }

  renew(key: string, token: string, ttlMs: number): Promise<boolean> {
    return this.#update(key, { lease_until: this.#in(ttlMs) }, (row) => this.#holds(row, token))
  }

  release(key: string, token: string): Promise<boolean> {
    return this.#update(key, noLease, (row) => this.#holds(row, token))
  }

  get #isMysql(): boolean {
    return this.#database.driver === 'mysql'
  }

  readonly #isThere = (row: CacheColumns) => row('expires_at', '>', this.#now)

  #holds(row: CacheColumns, token: string) {
    return row.and([row('lease', '=', token), row('lease_until', '>', this.#now)])
  }

  #columns(value: CacheRowValue, ttlMs: number | undefined) {
    const isNumber = typeof value === 'number'
    return {
      value: isNumber ? null : value,
      number: isNumber ? value : null,
      expires_at: ttlMs === undefined ? never : this.#in(ttlMs),
    }
  }

  #in(ttlMs: number): Time {
    return sql<number>`${this.#now} + ${Math.ceil(Math.min(ttlMs, never / 2))}`
  }

  /** False when there is a row of that key. */
  async #insert(key: string, columns: Columns): Promise<boolean> {
    const insert = this.#rows.insertInto('cache').values({ id: toCacheKey(key), ...columns })
    const done = await this.#ask(() =>
      this.#isMysql
        ? insert.ignore().executeTakeFirstOrThrow()
        : insert.onConflict((conflict) => conflict.doNothing()).executeTakeFirstOrThrow(),
    )
    return (done.numInsertedOrUpdatedRows ?? 0n) > 0n
  }

  async #update(
    key: string,
    columns: Partial<Columns>,
    condition: (row: CacheColumns) => ReturnType<CacheColumns>,
  ): Promise<boolean> {
    const update = this.#rows.updateTable('cache').set(columns).where('id', '=', toCacheKey(key))
    return (await this.#ask(() => update.where(condition).executeTakeFirstOrThrow())).numUpdatedRows > 0n
  }

  /** Two that meet each other on MySQL may both be right, and one is sent away all the same. */
  async #ask<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const ask = (): Promise<Answer> => (this.#database.driver === 'embedded' ? work() : runOutside(work))
    for (let attempt = 0; ; attempt += 1) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
        return await ask()
      } catch (error) {
        if (attempt === retries || !isConflict(error)) throw error
        // oxlint-disable-next-line no-await-in-loop -- as above
        await wait(2 ** attempt * (1 + Math.random()))
      }
    }
  }
}

type Columns = {
  value: string | null
  number: number | null
  expires_at: Time
  lease: string | null
  lease_until: Time
}

function valueOf(row: { value: string | null; number: number | null }): CacheRowValue | undefined {
  return row.value ?? row.number ?? undefined
}
