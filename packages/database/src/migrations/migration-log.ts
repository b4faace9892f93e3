import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { AnyKysely } from '../types/any-kysely.ts'

/** A migration that has run, or one that broke in the middle where the database cannot undo it (MySQL). */
export interface LoggedMigration {
  name: string
  batch: number
  ranAt: Date
  /** What broke, and where. Only while the migration is half done. */
  failure: string | null
}

interface LogRow {
  name: string
  batch: number
  ran_at: Date
  failure: string | null
}

type LogDatabase = { vanillin_migrations: LogRow }

const table = 'vanillin_migrations'

/** The table that remembers which migrations have run. Laravel's `migrations` table is another and stays as it is. */
export class MigrationLog {
  readonly #db: Kysely<LogDatabase>
  readonly #isMysql: boolean

  constructor(db: AnyKysely, isMysql: boolean) {
    this.#db = db
    this.#isMysql = isMysql
  }

  async create(): Promise<void> {
    await this.#db.schema
      .createTable(table)
      .ifNotExists()
      .addColumn('name', 'varchar(255)', (column) => column.primaryKey())
      .addColumn('batch', 'integer', (column) => column.notNull())
      .addColumn('ran_at', this.#isMysql ? 'datetime(3)' : sql`timestamptz(3)`, (column) => column.notNull())
      .addColumn('failure', 'text')
      .execute()
  }

  /** In the order in which they ran. Empty before the first migration. */
  async read(): Promise<LoggedMigration[]> {
    const tables = await this.#db.introspection.getTables()
    if (!tables.some((known) => known.name === table)) return []
    const rows = await this.#db.selectFrom(table).selectAll().orderBy('batch').orderBy('name').execute()
    return rows.map((row) => ({ name: row.name, batch: row.batch, ranAt: row.ran_at, failure: row.failure }))
  }

  async write(name: string, batch: number, failure: string | null = null): Promise<void> {
    await this.forget(name)
    await this.#db.insertInto(table).values({ name, batch, ran_at: new Date(), failure }).execute()
  }

  async forget(name: string): Promise<void> {
    await this.#db.deleteFrom(table).where('name', '=', name).execute()
  }
}
