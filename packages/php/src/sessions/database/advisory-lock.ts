import { retryUntil } from '@vanillin/core'
import type { Database, Kysely } from '@vanillin/database'

/** Tables do not matter to a lock. */
export type AnyConnection = Kysely<Record<never, never>>

/** The lock that CodeIgniter takes in its database, which belongs to one connection. */
export interface AdvisoryLock {
  take(connection: AnyConnection, timeoutMs: number): Promise<boolean>
  giveBack(connection: AnyConnection): Promise<void>
}

/** MySQL's `GET_LOCK()`. */
export function mysqlLock(name: string): AdvisoryLock {
  return {
    async take(connection, timeoutMs) {
      const wait = Math.ceil(timeoutMs / 1_000)
      const row = await connection
        .selectNoFrom((eb) => eb.fn<number | null>('get_lock', [eb.val(name), eb.val(wait)]).as('taken'))
        .executeTakeFirst()
      return Number(row?.taken) === 1
    },
    async giveBack(connection) {
      await connection.selectNoFrom((eb) => eb.fn('release_lock', [eb.val(name)]).as('given')).execute()
    },
  }
}

/** PostgreSQL's `pg_advisory_lock()` on the hashes of some texts. */
export function postgresLock(texts: readonly string[]): AdvisoryLock {
  const call = (connection: AnyConnection, name: string) =>
    connection
      .selectNoFrom((eb) => {
        const hashes = texts.map((text) => eb.fn('hashtext', [eb.val(text)]))
        return eb.fn<boolean>(name, hashes).as('done')
      })
      .executeTakeFirst()
  return {
    async take(connection, timeoutMs) {
      const attempt = async (): Promise<true | undefined> =>
        (await call(connection, 'pg_try_advisory_lock'))?.done === true || undefined
      return (await retryUntil(Date.now() + timeoutMs, attempt)) ?? false
    },
    async giveBack(connection) {
      await call(connection, 'pg_advisory_unlock')
    },
  }
}

/** Runs work on a connection that has the lock; undefined when others had it for longer than `timeoutMs`. */
export function withLock<Value>(
  database: Database,
  lock: AdvisoryLock,
  timeoutMs: number,
  work: (connection: AnyConnection) => Promise<Value>,
): Promise<{ readonly value: Value } | undefined> {
  return database.connection().execute(async (tables) => {
    const connection = tables as unknown as AnyConnection
    if (!(await lock.take(connection, timeoutMs))) return undefined
    try {
      return { value: await work(connection) }
    } finally {
      await lock.giveBack(connection)
    }
  })
}
