import { PostgresDialect } from 'kysely'
import type { Dialect } from 'kysely'
import { Pool } from 'pg'
import type { types } from 'pg'
import type { DatabaseConfig } from '../../config/database-config.ts'
import { describeTarget } from '../../config/parse-database-url.ts'
import type { DatabaseTarget } from '../../config/parse-database-url.ts'
import { toBusy, toConnectionLost, toUnreachable } from '../connection-failures.ts'
import { GuardedDialect } from '../guarded-dialect.ts'
import { postgresTypeParser, toPostgresParameter } from './postgres-types.ts'

/** Kysely's own PostgreSQL dialect on a `pg.Pool`. Connects with the first query, not before. */
export function createPostgresDialect(target: DatabaseTarget, config: DatabaseConfig): Dialect {
  const {
    max = 10,
    acquireTimeoutMs = 10_000,
    idleTimeoutMs = 30_000,
    statementTimeoutMs,
  } = config.pool ?? {}
  const pool = new Pool({
    host: target.host,
    port: target.port,
    user: target.user,
    password: target.password,
    database: target.database,
    application_name: target.options.application_name ?? 'vanillin',
    ...tlsSettings(target),
    max,
    connectionTimeoutMillis: acquireTimeoutMs,
    idleTimeoutMillis: idleTimeoutMs,
    keepAlive: true,
    ...(statementTimeoutMs === undefined ? {} : { statement_timeout: statementTimeoutMs }),
    types: { getTypeParser: postgresTypeParser as typeof types.getTypeParser },
  })
  // A client that is checked out has no listener of the pool: without one of its own, a backend that is
  // killed in the middle of a transaction ends the process.
  const ignoreIdle = (error: Error): void => config.onIdleError?.(error)
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('error', ignoreIdle)

  const name = describeTarget(target)
  return new GuardedDialect(new PostgresDialect({ pool }), {
    toParameter: toPostgresParameter,
    explainQuery: (error) => toConnectionLost(name, error),
    explainAcquire: (error) =>
      isWaitOver(error) ? toBusy(name, acquireTimeoutMs) : toUnreachable(name, error),
  })
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
