import { Kysely } from 'kysely'
import type { KyselyConfig, KyselyProps } from 'kysely'
import { CallerPlugin } from '../errors/caller-stack.ts'
import type { KnownTables } from '../types/tables.ts'

/** Which of the three databases this is, as SQL goes: both `postgres` and `embedded` speak PostgreSQL. */
export type DriverName = 'postgres' | 'mysql' | 'embedded'

/** What a {@link Database} is made of. */
export interface DatabaseParts {
  driver: DriverName
  kysely: KyselyConfig | KyselyProps
  describe: () => string
  dump?: () => Promise<Blob>
  claim?: (waitMs: number) => Promise<void>
  /** Called once all queries are done, whether or not there was one. */
  close?: () => Promise<void>
}

/**
 * A connected database: Kysely itself, typed by the app's `database/schema.ts`, that also knows what it
 * is connected to.
 *
 * ```ts
 * const db = await connectDatabase({ url: process.env.DATABASE_URL })
 * const posts = await db.selectFrom('posts').select(['id', 'title']).where('id', '>', 100).execute()
 * await db.close()
 * ```
 */
export class Database extends Kysely<KnownTables> {
  readonly #parts: DatabaseParts

  constructor(parts: DatabaseParts) {
    super(parts.kysely as KyselyProps)
    this.#parts = parts
  }

  get driver(): DriverName {
    return this.#parts.driver
  }

  /** Whether errors of queries name the code that asked for them. */
  get tracesCallers(): boolean {
    return this.getExecutor().plugins.some((plugin) => plugin instanceof CallerPlugin)
  }

  /** For people, without a password: `PostgreSQL at db.example:5432, database blog`. */
  get description(): string {
    return this.#parts.describe()
  }

  /** A dump of an embedded database, to start another from (`embedded.snapshot`). */
  async dump(): Promise<Blob> {
    if (!this.#parts.dump) throw new Error(`${this.description} has its own tools for dumps`)
    return this.#parts.dump()
  }

  /**
   * Makes this process the owner of an embedded database's folder, for a server that is going to stay. Does
   * nothing on other databases.
   *
   * @throws DatabaseError E_DATABASE_OWNED when the present owner does not leave within `waitMs`
   */
  async claim(waitMs: number): Promise<void> {
    await this.#parts.claim?.(waitMs)
  }

  /** Waits for running queries and closes every connection. */
  async close(): Promise<void> {
    await this.destroy()
    // Kysely tells a driver only that has been used.
    await this.#parts.close?.()
  }
}
