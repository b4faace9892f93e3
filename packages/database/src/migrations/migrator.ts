import type { Database } from '../connection/database.ts'
import { DatabaseError } from '../errors/database-error.ts'
import { forgetTables } from '../models/table-columns.ts'
import type { AnyKysely } from '../types/any-kysely.ts'
import { isBaselineThere } from './baseline-state.ts'
import { defaultExportOf } from './default-export.ts'
import { isMigration } from './define-migration.ts'
import type { Migration } from './define-migration.ts'
import { dropEverything } from './drop-everything.ts'
import { migrationFailure } from './migration-failure.ts'
import { withMigrationLock } from './migration-lock.ts'
import { MigrationLog } from './migration-log.ts'
import type { LoggedMigration } from './migration-log.ts'
import type { MigrationSource } from './migration-source.ts'
import { toStatus } from './migration-status.ts'
import type { MigrationStatus } from './migration-status.ts'
import { recordingKysely } from './recording-kysely.ts'
import { SchemaTools } from './schema-tools.ts'
import { StatementRecorder } from './statement-recorder.ts'

export interface MigratorOptions {
  database: Database
  migrations: readonly MigrationSource[]
  /** How long to wait for another process that migrates. Default 60000. */
  lockWaitMs?: number
  /** Told as each migration ends. `adopted`: a baseline whose tables were there. */
  onMigration?: (event: { name: string; direction: 'up' | 'down' | 'adopted'; ms: number }) => void
}

/** What a migration would do. */
export interface PretendedMigration {
  name: string
  /** SQL; values stand behind it in a comment. */
  statements: string[]
}

/** Brings a database to the state that the migrations describe, and back. Made by {@link createMigrator}. */
export class Migrator {
  readonly #options: MigratorOptions
  readonly #isMysql: boolean

  constructor(options: MigratorOptions) {
    this.#options = options
    this.#isMysql = options.database.driver === 'mysql'
  }

  /**
   * Runs every migration that has not run yet, in the order of names, all as one batch. One that arrived late
   * with a merge is run too, as Laravel and Rails do. Answers the names that ran.
   *
   * @throws DatabaseError E_MIGRATION_FAILED, E_MIGRATION_INVALID, E_MIGRATION_LOCKED
   */
  migrate(): Promise<string[]> {
    return this.#locked(async (connection, log) => this.#runPending(connection, log))
  }

  /**
   * Takes back the last batch, or the last `steps` migrations. Answers the names.
   *
   * @throws DatabaseError E_MIGRATION_FAILED, E_MIGRATION_MISSING, E_MIGRATION_INVALID, E_MIGRATION_LOCKED
   */
  rollback(options: { steps?: number } = {}): Promise<string[]> {
    return this.#locked(async (connection, log) => {
      const ran = await log.read()
      const lastBatch = ran.at(-1)?.batch
      const chosen =
        options.steps === undefined
          ? ran.filter((migration) => migration.batch === lastBatch)
          : ran.slice(Math.max(0, ran.length - options.steps))
      const names: string[] = []
      for (const { name } of chosen.toReversed()) {
        const down = (await this.#load(this.#sourceOf(name))).down
        if (!down) {
          throw new DatabaseError('E_MIGRATION_INVALID', `${name} has no down(): it cannot be rolled back.`, {
            help: 'Write its down(), which undoes what up() does, or undo it in a new migration.',
          })
        }
        await this.#run(connection, name, 'down', down, (inside) => inside.forget(name))
        names.push(name)
      }
      return names
    })
  }

  /**
   * What {@link migrate} would do. Nothing is run: to a migration that reads, the database is empty.
   *
   * @throws DatabaseError E_MIGRATION_INVALID; what a migration throws by itself
   */
  async pretend(): Promise<PretendedMigration[]> {
    const { database } = this.#options
    const log = new MigrationLog(database.primary, this.#isMysql)
    const pretended: PretendedMigration[] = []
    for (const { name, migration } of await this.#loadPending(await log.read())) {
      const statements: string[] = []
      if (!(await this.#isThere(database, name, migration))) {
        const db = recordingKysely(this.#isMysql, (statement) => statements.push(statement))
        await migration.up(new SchemaTools(db, this.#isMysql))
      }
      pretended.push({ name, statements })
    }
    return pretended
  }

  /** Drops every table and view of the database, then migrates from nothing. Another framework's record of its migrations stays. */
  fresh(): Promise<string[]> {
    return this.#locked(async (connection, log) => {
      await dropEverything(connection, this.#isMysql)
      await log.create()
      return this.#runPending(connection, log)
    })
  }

  /** What has run and what has not, by name. Changes nothing. */
  async status(): Promise<MigrationStatus[]> {
    const log = new MigrationLog(this.#options.database.primary, this.#isMysql)
    const logged = new Map((await log.read()).map((migration) => [migration.name, migration]))
    const known = new Set(this.#options.migrations.map(({ name }) => name))
    const names = [...new Set([...known, ...logged.keys()])].toSorted()
    return names.map((name) => toStatus(name, logged.get(name), known.has(name)))
  }

  async #locked<Result>(
    work: (connection: AnyKysely, log: MigrationLog) => Promise<Result>,
  ): Promise<Result> {
    const { database, lockWaitMs = 60_000 } = this.#options
    try {
      return await withMigrationLock(database, lockWaitMs, async (connection) => {
        const log = new MigrationLog(connection, this.#isMysql)
        await log.create()
        return work(connection, log)
      })
    } finally {
      forgetTables()
    }
  }

  async #runPending(connection: AnyKysely, log: MigrationLog): Promise<string[]> {
    const logged = await log.read()
    const batch = Math.max(0, ...logged.map((migration) => migration.batch)) + 1
    const pending = await this.#loadPending(logged)
    for (const { name, migration } of pending) {
      if (await this.#isThere(connection, name, migration)) {
        await log.write(name, batch)
        this.#options.onMigration?.({ name, direction: 'adopted', ms: 0 })
      } else {
        await this.#run(connection, name, 'up', migration.up, (inside) => inside.write(name, batch), batch)
      }
    }
    return pending.map(({ name }) => name)
  }

  async #isThere(connection: AnyKysely, name: string, { baseline }: Migration): Promise<boolean> {
    return baseline !== undefined && (await isBaselineThere(connection, name, baseline, this.#isMysql))
  }

  // All are loaded before the first runs: a file with an error in it must not stop a deploy half way.
  #loadPending(logged: readonly LoggedMigration[]): Promise<{ name: string; migration: Migration }[]> {
    const ran = new Set(logged.filter(({ failure }) => failure === null).map(({ name }) => name))
    const pending = this.#options.migrations.filter(({ name }) => !ran.has(name)).toSorted(byName)
    return Promise.all(
      pending.map(async (source) => ({ name: source.name, migration: await this.#load(source) })),
    )
  }

  async #run(
    connection: AnyKysely,
    name: string,
    direction: 'up' | 'down',
    step: Migration['up'],
    remember: (log: MigrationLog) => Promise<void>,
    batch = 0,
  ): Promise<void> {
    const recorder = new StatementRecorder()
    const startedAt = performance.now()
    const perform = async (db: AnyKysely): Promise<void> => {
      await step(new SchemaTools(db.withPlugin(recorder), this.#isMysql))
      await remember(new MigrationLog(db, this.#isMysql))
    }
    try {
      await (this.#isMysql ? perform(connection) : connection.transaction().execute(perform))
    } catch (error) {
      const failure = migrationFailure(`${name} (${direction})`, recorder, error, this.#isMysql)
      if (this.#isMysql && direction === 'up' && recorder.finished > 0) {
        await new MigrationLog(connection, true).write(name, batch, failure.message).catch(() => {})
      }
      throw failure
    }
    this.#options.onMigration?.({ name, direction, ms: performance.now() - startedAt })
  }

  #sourceOf(name: string): MigrationSource {
    const source = this.#options.migrations.find((migration) => migration.name === name)
    if (source) return source
    throw new DatabaseError('E_MIGRATION_MISSING', `Migration ${name} has run, but its file is not there.`)
  }

  async #load(source: MigrationSource): Promise<Migration> {
    const migration = defaultExportOf(await source.load())
    if (isMigration(migration)) return migration
    throw new DatabaseError(
      'E_MIGRATION_INVALID',
      `Migration ${source.name} has no defineMigration() as its default export.`,
    )
  }
}

/**
 * Makes a {@link Migrator}.
 *
 * ```ts
 * const migrator = createMigrator({ database, migrations: await migrationsIn('database/migrations') })
 * await migrator.migrate() // ['2026_11_22_120000_create_posts']
 * ```
 */
export function createMigrator(options: MigratorOptions): Migrator {
  return new Migrator(options)
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1
}
