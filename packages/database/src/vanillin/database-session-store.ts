import { randomBytes } from 'node:crypto'
import {
  DatabaseSessions,
  readRecord,
  writeRecord,
  type RecordChange,
  type SessionRecord,
  type Unlock,
} from '@vanillin/core'
import type { Kysely } from 'kysely'
import type { Database } from '../connection/database.ts'
import { isUniqueViolation } from '../errors/unique-violation.ts'

/** What `sessionsTable` describes. Locks are rows too; their keys end with `:lock`. */
type SessionTables = {
  sessions: { id: string; payload: string; version: string; expires_at: number }
}

/**
 * Sessions in the table `sessions`, for all machines that share a database. A row is replaced only while it is the one that was
 * read, so no transaction is held open; who comes too late reads again.
 */
export class DatabaseSessionStore extends DatabaseSessions {
  readonly isSynchronous = false
  readonly description = 'the table sessions'
  readonly #tables: Kysely<SessionTables>

  constructor(database: Database) {
    super()
    // A replica may not know yet who has just signed in.
    this.#tables = database.primary.withTables<SessionTables>()
  }

  async read(key: string): Promise<SessionRecord | undefined> {
    const row = await this.#row(key)
    return row === undefined ? undefined : readRecord(row.payload)
  }

  async update(key: string, change: RecordChange): Promise<boolean> {
    const row = await this.#row(key)
    const before = row === undefined ? undefined : readRecord(row.payload)
    const after = change(before)
    if (after === before) return true
    if (after === undefined) return row === undefined || this.#delete(key, row.version)
    return row === undefined ? this.#insert(key, columnsOf(after)) : this.#replace(key, row.version, after)
  }

  async lock(key: string, heldMs: number): Promise<Unlock | undefined> {
    const id = `${key}:lock`
    const now = Date.now()
    await this.#tables.deleteFrom('sessions').where('id', '=', id).where('expires_at', '<=', now).execute()
    const version = newVersion()
    const isOurs = await this.#insert(id, { payload: '', version, expires_at: now + heldMs })
    return isOurs ? async () => void (await this.#delete(id, version)) : undefined
  }

  async collectGarbage(now: number): Promise<void> {
    await this.#tables.deleteFrom('sessions').where('expires_at', '<=', now).execute()
  }

  #row(id: string): Promise<{ payload: string; version: string } | undefined> {
    const rows = this.#tables.selectFrom('sessions').select(['payload', 'version'])
    return rows.where('id', '=', id).executeTakeFirst()
  }

  async #delete(id: string, version: string): Promise<boolean> {
    const rows = this.#tables.deleteFrom('sessions').where('id', '=', id).where('version', '=', version)
    return (await rows.executeTakeFirstOrThrow()).numDeletedRows > 0n
  }

  async #replace(id: string, version: string, record: SessionRecord): Promise<boolean> {
    const rows = this.#tables.updateTable('sessions').set(columnsOf(record))
    const same = rows.where('id', '=', id).where('version', '=', version)
    return (await same.executeTakeFirstOrThrow()).numUpdatedRows > 0n
  }

  /** False when there is a row of that key. */
  async #insert(id: string, columns: Omit<SessionTables['sessions'], 'id'>): Promise<boolean> {
    try {
      await this.#tables
        .insertInto('sessions')
        .values({ id, ...columns })
        .execute()
      return true
    } catch (error) {
      if (isUniqueViolation(error)) return false
      throw error
    }
  }
}

function columnsOf(record: SessionRecord): Omit<SessionTables['sessions'], 'id'> {
  return { payload: writeRecord(record), version: newVersion(), expires_at: Math.ceil(record.expiresAt) }
}

/** Hexadecimal, which every collation compares alike. */
function newVersion(): string {
  return randomBytes(8).toString('hex')
}
