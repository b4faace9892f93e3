import { Turns } from '@vanillin/core'
import type { Database, Kysely } from '@vanillin/database'
import { changeInTurn } from '../sessions/change-in-turn.ts'
import type {
  PhpSessionStore,
  SessionAccess,
  StoredChange,
  StoredSession,
} from '../sessions/php-session-store.ts'

interface Row {
  readonly payload: string
  readonly last_activity: number
}

type SessionTables = {
  sessions: Row & { id: string; user_id: unknown; ip_address: string | null; user_agent: string | null }
}

const MAX_AGENT_CHARACTERS = 500

/** Laravel's sessions in its table, which it locks nowhere: a row is replaced here only while it is the one that was read, and Laravel writes over whatever is there. */
export class LaravelDatabaseSessions implements PhpSessionStore {
  readonly description: string
  readonly lock = undefined
  readonly #tables: Kysely<SessionTables>
  readonly #table: 'sessions'
  readonly #changes = new Turns()

  constructor(database: Database, table: string = 'sessions') {
    this.#tables = database.withTables<SessionTables>()
    this.#table = table as 'sessions'
    this.description = `the table ${table}`
  }

  async read(id: string, access: SessionAccess): Promise<StoredSession | undefined> {
    const row = await this.#row(id)
    return row === undefined ? undefined : storedIn(row, access)
  }

  update(id: string, access: SessionAccess, change: StoredChange): Promise<void> {
    return changeInTurn(this.#changes, id, () => this.#replaceIfSame(id, access, change))
  }

  async #replaceIfSame(id: string, access: SessionAccess, change: StoredChange): Promise<true | undefined> {
    const row = await this.#row(id)
    const bytes = change(row === undefined ? undefined : storedIn(row, access))
    return (await this.#replace(id, row, bytes, access)) || undefined
  }

  #row(id: string): Promise<Row | undefined> {
    const rows = this.#tables.selectFrom(this.#table).select(['payload', 'last_activity'])
    return rows.where('id', '=', id).executeTakeFirst()
  }

  async #replace(
    id: string,
    before: Row | undefined,
    bytes: Buffer | undefined,
    access: SessionAccess,
  ): Promise<boolean> {
    if (bytes === undefined) {
      if (before === undefined) return true
      const rows = this.#tables.deleteFrom(this.#table).where('id', '=', id)
      const deleted = await rows.where('payload', '=', before.payload).executeTakeFirstOrThrow()
      return deleted.numDeletedRows > 0n
    }
    const columns = {
      payload: bytes.toString('base64'),
      last_activity: Math.floor(Date.now() / 1_000),
      ip_address: access.ip,
      user_agent: access.userAgent.slice(0, MAX_AGENT_CHARACTERS),
    }
    if (before === undefined) {
      const row = { id, user_id: null, ...columns }
      await this.#tables.insertInto(this.#table).values(row).execute()
      return true
    }
    const rows = this.#tables.updateTable(this.#table).set(columns).where('id', '=', id)
    const updated = await rows.where('payload', '=', before.payload).executeTakeFirstOrThrow()
    return updated.numUpdatedRows > 0n
  }
}

function storedIn({ payload, last_activity }: Row, { lifetimeMs }: SessionAccess): StoredSession | undefined {
  const usedAt = last_activity * 1_000
  if (Date.now() - usedAt >= lifetimeMs) return undefined
  return { bytes: Buffer.from(payload, 'base64'), usedAt }
}
