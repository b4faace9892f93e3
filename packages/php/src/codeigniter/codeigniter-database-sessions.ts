import { createHash } from 'node:crypto'
import { VanillinError, type Unlock } from '@vanillin/core'
import type { Database, Kysely } from '@vanillin/database'
import type {
  PhpSessionStore,
  SessionAccess,
  StoredChange,
  StoredSession,
} from '../sessions/php-session-store.ts'
import {
  mysqlLock,
  postgresLock,
  withLock,
  type AdvisoryLock,
  type AnyConnection,
} from '../sessions/database/advisory-lock.ts'
import type { CodeIgniterSettings } from './codeigniter-settings.ts'

type SessionTables = {
  ci_sessions: { id: string; ip_address: string; timestamp: unknown; data: unknown }
}

const LOCK_TIMEOUT_MS = 10_000

/** CodeIgniter's sessions in a table, and the lock of the database that each of its requests takes: nobody loses anything. MySQL, MariaDB, PostgreSQL. */
export class CodeIgniterDatabaseSessions implements PhpSessionStore {
  readonly description: string
  readonly #database: Database
  readonly #settings: CodeIgniterSettings
  readonly #table: 'ci_sessions'
  readonly #idPrefix: string
  /** Connections on which requests of this process hold the lock, by id. */
  readonly #held = new Map<string, AnyConnection>()

  constructor(
    database: Database,
    settings: CodeIgniterSettings,
    { table = 'ci_sessions', idPrefix }: { readonly table?: string; readonly idPrefix?: string } = {},
  ) {
    this.#database = database
    this.#settings = settings
    this.#table = table as 'ci_sessions'
    this.#idPrefix = idPrefix ?? (settings.version === 3 ? '' : `${settings.cookie}:`)
    this.description = `the table ${table}`
  }

  read(id: string, access: SessionAccess): Promise<StoredSession | undefined> {
    return this.#read(this.#database as unknown as AnyConnection, id, access)
  }

  async update(id: string, access: SessionAccess, change: StoredChange): Promise<void> {
    const held = this.#held.get(id)
    if (held !== undefined) return this.#replace(held, id, access, change)
    const done = await withLock(this.#database, this.#lockOf(id, access), LOCK_TIMEOUT_MS, (connection) =>
      this.#replace(connection, id, access, change),
    )
    if (done === undefined)
      throw new VanillinError(
        'E_SESSION_LOCK_TIMEOUT',
        `PHP, or another request, did not let go of the session within ${LOCK_TIMEOUT_MS} ms.`,
      )
  }

  /** Takes a connection of the pool until it is given back. */
  lock(id: string, access: SessionAccess, timeoutMs: number): Promise<Unlock | undefined> {
    return new Promise((resolve, reject) => {
      const holding = withLock(this.#database, this.#lockOf(id, access), timeoutMs, (connection) => {
        this.#held.set(id, connection)
        return new Promise<void>((giveBack) => {
          resolve(async () => {
            this.#held.delete(id)
            giveBack()
            await holding
          })
        })
      })
      holding.then((done) => done ?? resolve(undefined), reject)
    })
  }

  #lockOf(id: string, { ip }: SessionAccess): AdvisoryLock {
    const { matchIp } = this.#settings
    if (this.#database.driver !== 'mysql') return postgresLock(matchIp ? [id, ip] : [id])
    const text = matchIp ? `${id}_${ip}` : id
    return mysqlLock(createHash('md5').update(text).digest('hex'))
  }

  async #read(on: AnyConnection, id: string, access: SessionAccess): Promise<StoredSession | undefined> {
    const isMysql = this.#database.driver === 'mysql'
    const row = await this.#rows(on)
      .selectFrom(this.#table)
      .select(['data', 'timestamp'])
      .select((eb) => {
        if (this.#settings.version === 3) return eb.val(null).as('seconds')
        const epoch = isMysql
          ? eb.fn<number | null>('unix_timestamp', ['timestamp'])
          : eb.fn<number | null>('date_part', [eb.val('epoch'), 'timestamp'])
        return epoch.as('seconds')
      })
      .where('id', '=', this.#idPrefix + id)
      .$if(this.#settings.matchIp, (query) => query.where('ip_address', '=', access.ip))
      .executeTakeFirst()
    if (row === undefined) return undefined
    const usedAt = Number(row.seconds ?? row.timestamp) * 1_000
    if (Date.now() - usedAt >= access.lifetimeMs) return undefined
    return { bytes: this.#isText ? Buffer.from(String(row.data), 'base64') : (row.data as Buffer), usedAt }
  }

  async #replace(on: AnyConnection, id: string, access: SessionAccess, change: StoredChange): Promise<void> {
    const stored = await this.#read(on, id, access)
    const bytes = change(stored)
    const rows = this.#rows(on)
    const key = this.#idPrefix + id
    if (bytes === undefined || stored === undefined)
      await rows.deleteFrom(this.#table).where('id', '=', key).execute()
    if (bytes === undefined) return
    const data = this.#isText ? bytes.toString('base64') : bytes
    if (stored === undefined)
      await rows
        .insertInto(this.#table)
        .values((eb) => ({ id: key, ip_address: access.ip, timestamp: this.#now ?? eb.fn('now'), data }))
        .execute()
    else
      await rows
        .updateTable(this.#table)
        .set((eb) => ({
          timestamp: this.#now ?? eb.fn('now'),
          ...(bytes === stored.bytes ? {} : { data }),
        }))
        .where('id', '=', key)
        .execute()
  }

  /** Version 3 keeps seconds; version 4 a time of the database, by its clock. */
  get #now(): number | undefined {
    return this.#settings.version === 3 ? Math.floor(Date.now() / 1_000) : undefined
  }

  /** Version 3 has a column of text on PostgreSQL, and Base64 in it. */
  get #isText(): boolean {
    return this.#settings.version === 3 && this.#database.driver !== 'mysql'
  }

  #rows(on: AnyConnection): Kysely<SessionTables> {
    return on.withTables<SessionTables>()
  }
}
