import { isAbsolute, join } from 'node:path'
import { DatabaseCache, DatabaseSessions, env, type Application, type Provider } from '@vanillin/core'
import { sql } from 'kysely'
import { Database } from '../connection/database.ts'
import { leaveDatabase, useDatabase } from '../connection/db.ts'
import type { DatabaseConfig, EmbeddedConfig } from '../config/database-config.ts'
import { keepBaselineCode } from '../drivers/embedded/baseline-compiler.ts'
import { DatabaseError } from '../errors/database-error.ts'
import { DatabaseCacheRows } from './cache-rows.ts'
import { DatabaseSessionStore } from './database-session-store.ts'
import { isRepetitionWatched, watchQueries } from './query-log/watch-queries.ts'
import { connectorOf } from './connector.ts'

const defaultFolder = join('database', '.data')
const swapWaitMs = 5_000

/** Connects `db` and the models for the life of the app, by `config/database.ts`. */
export class DatabaseProvider implements Provider {
  readonly name: string = 'database'
  readonly #given: DatabaseConfig | undefined
  #config: DatabaseConfig = {}
  #database: Database | null = null
  #previous: Database | null = null

  constructor(config?: DatabaseConfig) {
    this.#given = config
  }

  register(app: Application): void {
    app.provide(Database, () => {
      if (this.#database) return this.#database
      throw new DatabaseError('E_DATABASE_NOT_CONNECTED', 'The database is connected when the app boots.')
    })
    app.provide(DatabaseSessions, () => new DatabaseSessionStore(app.use(Database)))
    app.provide(DatabaseCache, () => new DatabaseCacheRows(app.use(Database)))
  }

  async boot(app: Application): Promise<void> {
    this.#config = this.#configOf(app)
    this.#config = { ...this.#config, ...(await watchQueries(app, this.#config)) }
    if (!this.#config.url && app.environment !== 'production') keepBaselineCode()
    this.#database = await connectorOf(app)(await this.#withSnapshot(app))
    this.#previous = useDatabase(this.#database)
    const why = this.#config.url ? '' : '; DATABASE_URL is not set'
    app.log.info(`Database: ${this.#database.description}${why}.`)
  }

  // A command beside a server boots and sends its queries to the owner of the folder. What listens is a server,
  // and must own it.
  async ready(app: Application): Promise<void> {
    await this.#database?.claim(this.#config.embedded?.ownerWaitMs ?? swapWaitMs)
    if (this.#config.url) void this.#warnIfUnreachable(app.log)
  }

  // A server that is down does not stop the boot; whoever starts the app learns of it now, not with the first visitor.
  async #warnIfUnreachable(log: Application['log']): Promise<void> {
    const connected = this.#database
    if (!connected) return
    await sql`select 1`.execute(connected).catch((error: unknown) => {
      if (!(error instanceof DatabaseError) || this.#database !== connected) return
      log.warn(`${error.message} ${error.help}`)
    })
  }

  async shutdown(app: Application): Promise<void> {
    const connected = this.#database
    this.#database = null
    app.requestScope = undefined
    if (connected === null) return
    leaveDatabase(connected, this.#previous)
    await connected.close()
  }

  // Only a test has its tables without `vanillin migrate`.
  async #withSnapshot(app: Application): Promise<DatabaseConfig> {
    const { url, embedded } = this.#config
    if (url || !embedded?.memory || embedded.snapshot || app.environment !== 'test') return this.#config
    const { testSnapshot } = await import('./test-snapshot.ts')
    return {
      ...this.#config,
      embedded: { ...embedded, snapshot: await testSnapshot(app.root, embedded.assets) },
    }
  }

  #configOf(app: Application): DatabaseConfig {
    const configured = this.#given ?? (app.config as { database?: DatabaseConfig }).database
    const config = configured ?? { url: env.optional('DATABASE_URL') }
    const onIdleError = (error: Error): void =>
      app.log.warn({ err: error }, 'A database connection was lost.')
    const embedded: EmbeddedConfig = {
      whenOwned: 'forward',
      memory: app.environment === 'test',
      ...config.embedded,
    }
    const folder = embedded.folder ?? defaultFolder
    const onReplicaChange = (replica: string, error: Error | null): void => {
      if (error) app.log.warn({ err: error }, `${replica} is not read from until it answers again.`)
      else app.log.info(`${replica} is read from again.`)
    }
    return {
      onIdleError,
      onReplicaChange,
      traceCallers: app.environment === 'development' || isRepetitionWatched(app, config),
      ...config,
      embedded: { ...embedded, folder: isAbsolute(folder) ? folder : join(app.root, folder) },
    }
  }
}

/**
 * The database as a part of the app. It takes its settings from `config/database.ts` (`database` in the config
 * of `createApp`), by default `{ url: env.optional('DATABASE_URL') }`. Without a URL it uses the embedded PostgreSQL in
 * `database/.data`, in memory in tests.
 *
 * ```ts
 * export default createApp({ app, database: databaseConfig }, [database(), routes])
 * ```
 */
export function database(config?: DatabaseConfig): DatabaseProvider {
  return new DatabaseProvider(config)
}
