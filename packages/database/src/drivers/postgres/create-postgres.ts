import { DefaultConnectionProvider, PostgresDialect } from 'kysely'
import type { KyselyPlugin, KyselyProps } from 'kysely'
import { Pool } from 'pg'
import type { ClientConfig, PoolClient, types } from 'pg'
import Cursor from 'pg-cursor'
import type { DatabaseConfig } from '../../config/database-config.ts'
import { describeTarget } from '../../config/parse-database-url.ts'
import type { DatabaseTarget } from '../../config/parse-database-url.ts'
import { ConnectPauses } from '../connect-pauses.ts'
import { toBusy, toConnectionLost, toUnreachable } from '../connection-failures.ts'
import { CrowdLimit } from '../crowd-limit.ts'
import type { Guard } from '../guard.ts'
import { GuardedDriver } from '../guarded-driver.ts'
import { Handover } from '../handover.ts'
import { OnceDriver } from '../once-driver.ts'
import { cancelStatement } from './cancel-statement.ts'
import { askBeside } from './ask-beside.ts'
import { cleanPool, ownColumnsOn } from './clean-pool.ts'
import { Copier } from './copier.ts'
import { Listener } from './listener.ts'
import { LanePool } from './pipeline/lane-pool.ts'
import { PipelinedExecutor } from './pipeline/pipelined-executor.ts'
import { OwnTypes } from './own-types.ts'
import { assertParametersFit } from './parameter-limit.ts'
import { explainPostgresError } from './postgres-errors.ts'
import { postgresTypeParser, toPostgresParameter } from './postgres-types.ts'

const laneStatementTimeoutMs = 60_000
/** The server's own limit comes first; what is later than that has no server behind it. */
const watchdogGraceMs = 5_000

/** PostgreSQL for Kysely, and what it can do besides. */
export interface Postgres {
  kysely: KyselyProps
  listener: Listener
  copier: Copier
}

/**
 * Kysely on pg: plain queries pipelined over a few lanes, all else on a `pg.Pool` under Kysely's own driver. Connects with the
 * first query, not before.
 */
export function createPostgres(
  target: DatabaseTarget,
  config: DatabaseConfig,
  plugins: KyselyPlugin[],
): Postgres {
  const {
    max = 10,
    lanes: laneCount = Math.min(4, Math.floor(max / 2)),
    statementNames: hasNames = true,
    acquireTimeoutMs = 10_000,
    idleTimeoutMs = 30_000,
    statementTimeoutMs,
  } = config.pool ?? {}
  const size = Math.min(laneCount, max - 1)
  const settings = clientSettings(target, acquireTimeoutMs)
  const pool = new Pool({
    ...settings,
    ...limit(statementTimeoutMs),
    max: max - size,
    idleTimeoutMillis: idleTimeoutMs,
  })
  // A client that is checked out has no listener of the pool: without one of its own, a backend that is
  // killed in the middle of a transaction ends the process.
  const onIdleError = (error: Error): void => config.onIdleError?.(error)
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('error', onIdleError)

  const name = describeTarget(target)
  const explainQuery = (error: unknown): unknown => toConnectionLost(name, explainPostgresError(error))
  const explainAcquire = (error: unknown): unknown =>
    isWaitOver(error) ? toBusy(name, acquireTimeoutMs) : toUnreachable(name, error)
  const pauses = new ConnectPauses((error) => !isWaitOver(error))
  const crowd = new CrowdLimit(name, config.pool?.maxWaiting)
  const clean = cleanPool(pool, pauses, () => lanes.serveWaiting())
  let laneLimitMs: number | undefined = statementTimeoutMs ?? laneStatementTimeoutMs
  const lanes = new LanePool({
    target: name,
    size,
    hasNames,
    idleTimeoutMs,
    unansweredMs:
      statementTimeoutMs === 0 ? Infinity : (statementTimeoutMs ?? laneStatementTimeoutMs) + watchdogGraceMs,
    settings: () => ({ ...settings, ...limit(laneLimitMs) }),
    pauses,
    // PgBouncer takes no such setting at the start of a connection. Nobody has asked for this one: go without.
    adaptTo: (error) => {
      if (statementTimeoutMs !== undefined || !isRefusedSetting(error)) return false
      laneLimitMs = undefined
      return true
    },
    lender: clean,
    isLimitedElsewhere: statementTimeoutMs !== undefined && statementTimeoutMs > 0,
    roomElsewhere: () => pool.options.max - (pool.totalCount - pool.idleCount) - pool.waitingCount,
    explainAcquire,
    acquireTimeoutMs,
    onIdleError,
  })

  const ownTypes = new OwnTypes()
  const ask = askBeside(() => settings)
  const guard: Guard<PoolClient> = {
    acquire: () => crowd.during(() => clean.connect()),
    toParameter: toPostgresParameter,
    assertParametersFit,
    explainQuery,
    explainAcquire,
    readOn(client, rows, askThere) {
      const columns = rows.length === 0 ? undefined : ownColumnsOn(client)
      return columns && ownTypes.read(columns, rows, askThere ?? ask)
    },
    interrupt: (client) => cancelStatement(settings, client),
  }
  const handover = new Handover<PoolClient>()
  const dialect = new PostgresDialect({
    pool: { connect: async () => handover.take(), end: () => pool.end() },
    cursor: Cursor,
  })
  const guarded = new GuardedDriver(dialect.createDriver(), handover, guard)
  const driver = new OnceDriver(guarded, () => lanes.close())
  const executor = new PipelinedExecutor(
    {
      compiler: dialect.createQueryCompiler(),
      adapter: dialect.createAdapter(),
      connections: new DefaultConnectionProvider(driver),
      lanes,
      crowd,
      ownTypes,
      ask,
      explainQuery,
    },
    plugins,
  )
  return {
    kysely: { config: { dialect }, dialect, driver, executor },
    listener: new Listener({ settings: () => settings, explainAcquire, onLost: onIdleError }),
    copier: new Copier(clean, { acquire: explainAcquire, query: explainQuery }),
  }
}

function isRefusedSetting(error: Error): boolean {
  return error.message.includes('unsupported startup parameter: statement_timeout')
}

function clientSettings(target: DatabaseTarget, connectTimeoutMs: number): ClientConfig {
  return {
    host: target.host,
    port: target.port,
    user: target.user,
    password: target.password,
    database: target.database,
    application_name: target.options.application_name ?? 'vanillin',
    ...tlsSettings(target),
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    types: { getTypeParser: postgresTypeParser as typeof types.getTypeParser },
  }
}

function limit(statementTimeoutMs: number | undefined): { statement_timeout?: number } {
  return statementTimeoutMs ? { statement_timeout: statementTimeoutMs } : {}
}

// pg-pool says so of the queue for a connection; a connection that takes too long itself is told otherwise.
function isWaitOver(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('timeout exceeded when trying to connect')
}

function tlsSettings(target: DatabaseTarget): { ssl?: boolean | { rejectUnauthorized: boolean } } {
  switch (target.options.sslmode) {
    case undefined:
    case 'disable':
    case 'allow':
    case 'prefer':
      return {}
    case 'no-verify':
      return { ssl: { rejectUnauthorized: false } }
    default:
      return { ssl: true }
  }
}
