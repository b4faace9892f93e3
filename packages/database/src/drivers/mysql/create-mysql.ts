import { DefaultConnectionProvider, MysqlDialect } from 'kysely'
import type { KyselyPlugin, KyselyProps } from 'kysely'
import type { ConnectionOptions, TypeCastField, TypeCastNext } from 'mysql2'
import type { DatabaseConfig } from '../../config/database-config.ts'
import { describeTarget } from '../../config/parse-database-url.ts'
import type { DatabaseTarget } from '../../config/parse-database-url.ts'
import { toConnectionLost, toUnreachable } from '../connection-failures.ts'
import type { Ask } from '../guard.ts'
import { GuardedDriver } from '../guarded-driver.ts'
import { Handover } from '../handover.ts'
import { OnceDriver } from '../once-driver.ts'
import { killQuery } from './kill-query.ts'
import type { MysqlConnection } from './mysql-connection.ts'
import { explainMysqlError } from './mysql-errors.ts'
import { MysqlExecutor } from './mysql-executor.ts'
import { toMysqlParameter } from './mysql-parameters.ts'
import { MysqlPool } from './mysql-pool.ts'
import { openConnection } from './open-connection.ts'
import { WriteAgainExecutor } from './write-again-executor.ts'

/** Kysely on mysql2, with a pool of ours. Connects with the first query, not before. */
export function createMysql(
  target: DatabaseTarget,
  config: DatabaseConfig,
  plugins: KyselyPlugin[],
): KyselyProps {
  const { max = 10, maxWaiting, acquireTimeoutMs = 10_000, idleTimeoutMs = 30_000 } = config.pool ?? {}
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
  const pool = new MysqlPool({
    target: name,
    open: () => openConnection({ ...settings, ...valueSettings }),
    max,
    acquireTimeoutMs,
    idleTimeoutMs,
    maxWaiting,
    onIdleError: (error) => config.onIdleError?.(error),
  })
  const explainQuery = async (error: unknown, sql: string, ask: Ask): Promise<unknown> =>
    toConnectionLost(name, await explainMysqlError(error, sql, ask))

  const handover = new Handover<MysqlConnection>()
  const dialect = new MysqlDialect({
    pool: {
      getConnection: (callback) => callback(null, handover.take() as never),
      end: (callback) => pool.close(callback),
    },
  })
  const driver = new OnceDriver(
    new GuardedDriver(dialect.createDriver(), handover, {
      acquire: () => pool.connect(),
      toParameter: toMysqlParameter,
      explainAcquire: (error) => toUnreachable(name, error),
      explainQuery,
      interrupt: ({ raw }) => killQuery(settings, raw),
      rollback: (connection) => connection.rollBack(),
    }),
  )
  const executor = new MysqlExecutor(
    {
      compiler: dialect.createQueryCompiler(),
      adapter: dialect.createAdapter(),
      connections: new DefaultConnectionProvider(driver),
      pool,
      explainQuery,
    },
    plugins,
  )
  return { config: { dialect }, dialect, driver, executor: new WriteAgainExecutor(executor) }
}

/** How values of the database become those of JavaScript, and the other way round. */
const valueSettings: ConnectionOptions = {
  charset: 'utf8mb4',
  timezone: 'Z',
  dateStrings: ['DATE'],
  supportBigNumbers: true,
  bigNumberStrings: true,
  enableKeepAlive: true,
  typeCast,
}

// tinyint(1) is MySQL's boolean: what Laravel and our own table.boolean() create.
function typeCast(field: TypeCastField, next: TypeCastNext): unknown {
  if (field.type !== 'TINY' || field.length !== 1) return next()
  const text = field.string()
  return text === null ? null : text !== '0'
}

function tlsSettings(target: DatabaseTarget): { ssl?: { rejectUnauthorized: boolean } } {
  const mode = (target.options['ssl-mode'] ?? target.options.sslmode ?? 'disabled').toLowerCase()
  if (mode === 'disabled' || mode === 'disable' || mode === 'preferred' || mode === 'prefer') return {}
  return { ssl: { rejectUnauthorized: mode.startsWith('verify') } }
}
