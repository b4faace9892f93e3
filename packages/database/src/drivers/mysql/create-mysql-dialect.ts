import { MysqlDialect } from 'kysely'
import type { Dialect, MysqlPool } from 'kysely'
import mysql from 'mysql2'
import type { TypeCastField, TypeCastNext } from 'mysql2'
import type { DatabaseConfig } from '../../config/database-config.ts'
import { describeTarget } from '../../config/parse-database-url.ts'
import type { DatabaseTarget } from '../../config/parse-database-url.ts'
import { toBusy, toConnectionLost, toUnreachable } from '../connection-failures.ts'
import { GuardedDialect } from '../guarded-dialect.ts'
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
  const pool = mysql.createPool({
    host: target.host,
    port: target.port,
    user: target.user,
    password: target.password,
    database: target.database,
    ...tlsSettings(target),
    charset: 'utf8mb4',
    timezone: 'Z',
    dateStrings: ['DATE'],
    supportBigNumbers: true,
    bigNumberStrings: true,
    connectionLimit: max,
    maxIdle: max,
    idleTimeout: idleTimeoutMs,
    connectTimeout: acquireTimeoutMs,
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

  const dialect = new MysqlDialect({
    pool: withAcquireTimeout(pool, acquireTimeoutMs, () => toBusy(name, acquireTimeoutMs)),
  })
  return new GuardedDialect(dialect, {
    toParameter: toMysqlParameter,
    explainAcquire: (error) => toUnreachable(name, error),
    explainQuery: async (error, sql, ask) => toConnectionLost(name, await explainMysqlError(error, sql, ask)),
  })
}

// tinyint(1) is MySQL's boolean: what Laravel and our own table.boolean() create.
function typeCast(field: TypeCastField, next: TypeCastNext): unknown {
  if (field.type !== 'TINY' || field.length !== 1) return next()
  const text = field.string()
  return text === null ? null : text !== '0'
}

// mysql2 lets a caller wait for a connection without end.
function withAcquireTimeout(pool: MysqlPool, timeoutMs: number, toError: () => Error): MysqlPool {
  return {
    end: (callback) => pool.end(callback),
    getConnection: (callback) => {
      let late = false
      const timer = setTimeout(() => {
        late = true
        callback(toError(), undefined as never)
      }, timeoutMs)
      pool.getConnection((error, connection) => {
        clearTimeout(timer)
        if (!late) callback(error, connection)
        else if (!error) connection.release()
      })
    },
  }
}

function tlsSettings(target: DatabaseTarget): { ssl?: { rejectUnauthorized: boolean } } {
  const mode = (target.options['ssl-mode'] ?? target.options.sslmode ?? 'disabled').toLowerCase()
  if (mode === 'disabled' || mode === 'disable' || mode === 'preferred' || mode === 'prefer') return {}
  return { ssl: { rejectUnauthorized: mode.startsWith('verify') } }
}
