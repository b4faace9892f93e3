import { AsyncLocalStorage } from 'node:async_hooks'
import type { LockStore } from '@vanillin/cache'
import type { Database, Kysely } from '@vanillin/database'
import { currentSecond, expirationAfter } from './expiration.ts'
import { LaravelLockError } from './laravel-lock-error.ts'

type LockTables = { cache_locks: { key: string; owner: string; expiration: number } }

export interface LaravelDatabaseLocksOptions {
  readonly database: Database
  readonly prefix: string
  readonly table?: string
}

/** Laravel's table of locks, a row for each. It takes no part in the transactions of the app: others see a lock at once, and none is undone. */
export class LaravelDatabaseLocks implements LockStore {
  readonly reach = 'machines'
  readonly description: string
  readonly #isMysql: boolean
  readonly #rows: Kysely<LockTables>
  readonly #table: 'cache_locks'
  readonly #prefix: string
  /** What is around whoever makes this, at the start of the app: no transaction. */
  readonly #outside = AsyncLocalStorage.snapshot()

  constructor({ database, prefix, table = 'cache_locks' }: LaravelDatabaseLocksOptions) {
    this.#isMysql = database.driver === 'mysql'
    this.#rows = database.primary.withTables<LockTables>()
    this.#table = table as 'cache_locks'
    this.#prefix = prefix
    this.description = `the table ${table}`
  }

  acquire(name: string, token: string, ttl: number): Promise<string> {
    return this.#ask(async () => {
      const isOurs = (await this.#insert(name, token, ttl)) || (await this.#takeOver(name, token, ttl))
      return isOurs ? token : this.#holder(name)
    })
  }

  renew(name: string, token: string, ttl: number): Promise<boolean> {
    return this.#ask(async () => {
      const update = this.#rows.updateTable(this.#table).set({ expiration: expirationAfter(ttl) })
      const { numUpdatedRows } = await update
        .where('key', '=', this.#prefix + name)
        .where('owner', '=', token)
        .where('expiration', '>', currentSecond())
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    })
  }

  release(name: string, token: string): Promise<boolean> {
    return this.#ask(async () => {
      const { numDeletedRows } = await this.#rows
        .deleteFrom(this.#table)
        .where('key', '=', this.#prefix + name)
        .where('owner', '=', token)
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    })
  }

  /** False when there is a row of that name. */
  async #insert(name: string, token: string, ttl: number): Promise<boolean> {
    const row = { key: this.#prefix + name, owner: token, expiration: expirationAfter(ttl) }
    const insert = this.#rows.insertInto(this.#table).values(row)
    const { numInsertedOrUpdatedRows = 0n } = this.#isMysql
      ? await insert.ignore().executeTakeFirstOrThrow()
      : await insert.onConflict((conflict) => conflict.doNothing()).executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows > 0n
  }

  /** A lock that is over, or has been this one's before. */
  async #takeOver(name: string, token: string, ttl: number): Promise<boolean> {
    const update = this.#rows
      .updateTable(this.#table)
      .set({ owner: token, expiration: expirationAfter(ttl) })
      .where('key', '=', this.#prefix + name)
      .where((row) => row.or([row('owner', '=', token), row('expiration', '<=', currentSecond())]))
    return (await update.executeTakeFirstOrThrow()).numUpdatedRows > 0n
  }

  async #holder(name: string): Promise<string> {
    const rows = this.#rows.selectFrom(this.#table).select('owner')
    return (await rows.where('key', '=', this.#prefix + name).executeTakeFirst())?.owner ?? ''
  }

  async #ask<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    try {
      return await this.#outside(work)
    } catch (error) {
      throw new LaravelLockError(this.description, error)
    }
  }
}
