import type { Database } from '../connection/database.ts'
import type { Baseline } from './baseline.ts'
import { foreignMigrationTable } from './migration-tables.ts'
import { readMysqlBaseline } from './read-mysql-baseline.ts'
import { readPostgresBaseline } from './read-postgres-baseline.ts'

/**
 * The statements that make an empty database into one with the structure of this one, without its rows. What they cannot
 * bring along is named.
 *
 * ```ts
 * const { statements, leftOut } = await readBaseline(database)
 * ```
 */
export async function readBaseline(database: Database): Promise<Baseline> {
  const isMysql = database.driver === 'mysql'
  const theirs = await foreignMigrationTable(database, isMysql)
  const hidden = ['vanillin_migrations', ...(theirs ? [theirs.name] : [])]
  return isMysql ? readMysqlBaseline(database, hidden) : readPostgresBaseline(database, hidden)
}
