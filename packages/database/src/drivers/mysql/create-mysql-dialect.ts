import { MysqlDialect } from 'kysely'
import type { Dialect } from 'kysely'
import mysql from 'mysql2'
import type { ConnectionOptions, Pool, PoolConnection, TypeCastField, TypeCastNext } from 'mysql2'
import type { DatabaseConfig } from '../../config/database-config.ts'
import { describeTarget } from '../../config/parse-database-url.ts'
import { DatabaseError } from '../../errors/database-error.ts'
import type { DatabaseTarget } from '../../config/parse-database-url.ts'
import { ConnectPauses } from '../connect-pauses.ts'
import { toBusy, toConnectionLost, toUnreachable } from '../connection-failures.ts'
import { CrowdLimit } from '../crowd-limit.ts'
import { DialectOnDriver } from '../dialect-on-driver.ts'
import { GuardedDriver } from '../guarded-driver.ts'
import { Handover } from '../handover.ts'
import { afterLimit } from '../time-limit.ts'
import { killQuery } from './kill-query.ts'
import { explainMysqlError } from './mysql-errors.ts'
import { toMysqlParameter } from './mysql-parameters.ts'

// `timestamp` columns and now() follow the session's zone. NO_BACKSLASH_ESCAPES would make the escaping of
// mysql2 wrong, and so unsafe.
const sessionSettings =
  "set session time_zone = '+00:00', sql_mode = replace(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')"

/** Kysely's own MySQL dialect on a mysql2 pool. Connects with the first query, not before. */
export function createMysqlDialect(target: DatabaseTarget, config: DatabaseConfig): Dialect {
  const { max = 10, acquireTimeoutMs = 10_000, idleTimeoutMs = 30_000 } = config.pool ?? {}
  const name = describeTarget(target)
  const settings: ConnectionOptions = {
    host: target.host,
    port: target.port,
    user: target.user,
    password: target.password,
    database: target.database,
    ...tlsSettings(target),
    connectTimeout: acquireTimeoutMs,
  }
  const pool = mysql.createPool({
    ...settings,
    charset: 'utf8mb4',
    timezone: 'Z',
    dateStrings: ['DATE'],
    supportBigNumbers: true,
    bigNumberStrings: true,
    connectionLimit: max,
    maxIdle: max,
    idleTimeout: idleTimeoutMs,
    enableKeepAlive: true,
    typeCast,
  })
  pool.on('connection', (connection) => {
    connection.on('error', (error: Error) => config.onIdleError?.(error))
    // Sent before the first query of the connection, which mysql2 queues behind it.
    connection.query(sessionSettings, (error) => {
      if (error) connection.destroy()
    })
  })

  const pauses = new ConnectPauses((error) => !(error instanceof DatabaseError))
  const crowd = new CrowdLimit(name, config.pool?.maxWaiting)
  const connect = (): Promise<PoolConnection> =>
    acquire(pool, acquireTimeoutMs, () => toBusy(name, acquireTimeoutMs))
  const handover = new Handover<PoolConnection>()
  const dialect = new MysqlDialect({
    pool: {
      getConnection: (callback) => callback(null, handover.take()),
      end: (callback) => pool.end(callback),
    },
  })
  const driver = new GuardedDriver(dialect.createDriver(), handover, {
    acquire: () => crowd.during(() => pauses.attempt(connect)),
    toParameter: toMysqlParameter,
    explainAcquire: (error) => toUnreachable(name, error),
    explainQuery: async (error, sql, ask) => toConnectionLost(name, await explainMysqlError(error, sql, ask)),
    interrupt: (connection) => killQuery(settings, connection),
    rollback: (connection) => new Promise((resolve) => connection.query('rollback', () => resolve())),
  })
  return new DialectOnDriver(true, driver)
}

// tinyint(1) is MySQL's boolean: what Laravel and our own table.boolean() create.
function typeCast(field: TypeCastField, next: TypeCastNext): unknown {
  if (field.type !== 'TINY' || field.length !== 1) return next()
  const text = field.string()
  return text === null ? null : text !== '0'
}

/** mysql2 lets a caller wait for a connection without end. */
function acquire(pool: Pool, timeoutMs: number, toError: () => Error): Promise<PoolConnection> {
  return new Promise((resolve, reject) => {
    let isLate = false
    const stop = afterLimit(timeoutMs, () => {
      isLate = true
      reject(toError())
    })
    pool.getConnection((error, connection) => {
      stop()
      if (error) reject(error)
      else if (isLate) connection.release()
      else resolve(connection)
    })
  })
}

function tlsSettings(target: DatabaseTarget): { ssl?: { rejectUnauthorized: boolean } } {
  const mode = (target.options['ssl-mode'] ?? target.options.sslmode ?? 'disabled').toLowerCase()
  if (mode === 'disabled' || mode === 'disable' || mode === 'preferred' || mode === 'prefer') return {}
  return { ssl: { rejectUnauthorized: mode.startsWith('verify') } }
}
