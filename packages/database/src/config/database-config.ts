import type { QueryContext } from './query-context.ts'
import type { QueryWatch } from './query-watch.ts'

/** How many connections a server database gets, and how long one waits for them. */
export interface PoolConfig {
  /** Connections that this process opens at most. Default 10. */
  max?: number
  /** How long a query waits for a free or a new connection before E_DATABASE_BUSY or E_DATABASE_UNREACHABLE; 0: without end. Default 10000. */
  acquireTimeoutMs?: number
  /**
   * How many queries may wait at once, for a connection or for their answer on one that is shared; one more is E_DATABASE_BUSY at once.
   * Default 10000.
   */
  maxWaiting?: number
  /** An idle connection is closed after this time. Default 30000. */
  idleTimeoutMs?: number
  /**
   * The server ends a statement that runs longer. PostgreSQL only. Default 60000 for what shares a connection, and no limit
   * for what has one of its own; 0 is no limit at all.
   */
  statementTimeoutMs?: number
  /**
   * How many of the connections plain queries share, sending many without waiting for the answers of others. PostgreSQL
   * only. Default 4, at most half of `max`; 0 gives each query a connection of its own.
   */
  lanes?: number
  /** Prepare frequent statements under a name. Off behind a PgBouncer in transaction mode. PostgreSQL only. Default true. */
  statementNames?: boolean
}

/** Where PGlite's own files are, when they are not in `node_modules` (a bundled server). */
export interface EmbeddedAssets {
  /** Path of `pglite.wasm`. */
  wasm: string
  /** Path of `initdb.wasm`. */
  initdbWasm: string
  /** Path of `pglite.data`. */
  data: string
}

/** The embedded PostgreSQL (PGlite), used when there is no `url`. */
export interface EmbeddedConfig {
  /** The folder that keeps the data. Default `database/.data`. */
  folder?: string
  /** Keep nothing: a database in memory, gone with the process. Default false. */
  memory?: boolean
  /** Start the database in memory from this dump (see `createSnapshot`). */
  snapshot?: Blob
  /**
   * What to do when another process has the folder open: `refuse` with E_DATABASE_OWNED (a server), or
   * `forward` the queries to it (a command beside `vanillin dev`). Default `refuse`.
   */
  whenOwned?: 'refuse' | 'forward'
  /** With `refuse`: how long to wait for the owner to leave, as after a process swap. Default 0. */
  ownerWaitMs?: number
  assets?: EmbeddedAssets
}

/** What {@link connectDatabase} takes, and what `config/database.ts` exports. */
export interface DatabaseConfig {
  /** `postgres://`, `postgresql://`, `mysql://` or `mariadb://`. Without it the embedded database is used. */
  url?: string | undefined
  /**
   * Copies of the database of `url` that are read from, in turn: what only reads goes there, all else to `url`. Each has a pool of its
   * own, as `pool` says. One that cannot be reached is left out until it is there again.
   */
  replicas?: readonly string[]
  pool?: PoolConfig
  embedded?: EmbeddedConfig
  /** Errors of queries name the code that asked, even where it did not `await`. For development; default false. */
  traceCallers?: boolean
  /**
   * A `select` that one line makes again and again for one request, as in a loop: a warning in the log, or an error
   * (`E_QUERY_REPEATED`). Default `warn` in development, else `off`; always off in production. For apps with the `database()` provider.
   */
  repeatedQueries?: 'warn' | 'error' | 'off'
  /** Queries that take longer stand in the log, without their values. Default none. For apps with the `database()` provider. */
  slowQueryMs?: number
  /**
   * Queries know of which request they are: what a GET reads is given up when its client leaves, and what is read after a write of
   * the same request does not come from a replica. It makes each promise of the process a little dearer on Node 20. Default false; on
   * in development. For apps with the `database()` provider.
   */
  requestContext?: boolean
  /** Told about each query. Costs nothing where it is not there. */
  watch?: QueryWatch
  /** What surrounds the query that is about to run. The `database()` provider brings that of `requestContext`. */
  context?: (() => QueryContext | undefined) | undefined
  /** Told when a replica is left out, and why, and with null when it is read from again. */
  onReplicaChange?: (replica: string, error: Error | null) => void
  /** Told about a connection that broke while nobody used it; the pool heals by itself. */
  onIdleError?: (error: Error) => void
}

/**
 * Types `config/database.ts`.
 *
 * ```ts
 * export default defineDatabaseConfig({ url: env.optional('DATABASE_URL') })
 * ```
 */
export function defineDatabaseConfig(config: DatabaseConfig): DatabaseConfig {
  return config
}
