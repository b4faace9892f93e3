import { sql } from 'kysely'
import type { AnyKysely } from '../types/any-kysely.ts'
import type { Database } from '../connection/database.ts'
import { DatabaseError } from '../errors/database-error.ts'

// 'vanillin' in ASCII, below 2^63.
const postgresKey = 8529650921405803886n

/**
 * Runs `work` on one connection, while no other process migrates the same database. The lock belongs to the
 * connection: it goes with it when the process is killed.
 *
 * @throws DatabaseError E_MIGRATION_LOCKED after `waitMs`
 */
export async function withMigrationLock<Result>(
  database: Database,
  waitMs: number,
  work: (connection: AnyKysely) => Promise<Result>,
): Promise<Result> {
  return database.connection().execute(async (connection: AnyKysely) => {
    // The embedded database has one connection, which is ours until we give it back.
    if (database.driver === 'embedded') return work(connection)
    const lock = database.driver === 'mysql' ? mysqlLock : postgresLock
    const isLimited = database.driver === 'postgres'
    // The limit is for the queries of requests: an index of a large table takes as long as it takes.
    if (isLimited) await sql`set statement_timeout = 0`.execute(connection)
    try {
      return await locked(database, lock, connection, waitMs, work)
    } finally {
      if (isLimited) await sql`reset statement_timeout`.execute(connection).catch(() => {})
    }
  })
}

async function locked<Result>(
  database: Database,
  lock: MigrationLock,
  connection: AnyKysely,
  waitMs: number,
  work: (connection: AnyKysely) => Promise<Result>,
): Promise<Result> {
  if (!(await lock.take(connection, waitMs))) {
    throw new DatabaseError(
      'E_MIGRATION_LOCKED',
      `Another process migrates ${database.description}: it did not finish within ${waitMs} ms.`,
    )
  }
  try {
    return await work(connection)
  } finally {
    await lock.give(connection).catch(() => {})
  }
}

interface MigrationLock {
  /** Whether it could be had in time. */
  take(connection: AnyKysely, waitMs: number): Promise<boolean>
  give(connection: AnyKysely): Promise<unknown>
}

const postgresLock: MigrationLock = {
  async take(connection, waitMs) {
    const deadline = Date.now() + waitMs
    for (;;) {
      const { rows } = await sql<{ taken: boolean }>`
        select pg_try_advisory_lock(${postgresKey}) as taken`.execute(connection)
      if (rows[0]?.taken) return true
      if (Date.now() >= deadline) return false
      await sql`select pg_sleep(0.1)`.execute(connection)
    }
  },
  give: (connection) => sql`select pg_advisory_unlock(${postgresKey})`.execute(connection),
}

const mysqlLock: MigrationLock = {
  async take(connection, waitMs) {
    const { rows } = await sql<{ taken: string | number | null }>`
      select get_lock(concat('vanillin.', left(sha1(database()), 40)), ${Math.ceil(waitMs / 1000)}) as taken`.execute(
      connection,
    )
    return Number(rows[0]?.taken) === 1
  },
  give: (connection) =>
    sql`select release_lock(concat('vanillin.', left(sha1(database()), 40)))`.execute(connection),
}
