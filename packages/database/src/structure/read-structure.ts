import type { Database } from '../connection/database.ts'
import { foreignMigrationTable } from './migration-tables.ts'
import { readMysqlStructure } from './read-mysql-structure.ts'
import { readPostgresStructure } from './read-postgres-structure.ts'
import type { TableStructure } from './table-structure.ts'

/**
 * The app's tables and views, sorted by name, with columns, indexes and foreign keys. The records that we, Laravel and
 * CodeIgniter keep of migrations are not among them.
 *
 * ```ts
 * const tables = await readStructure(database)
 * tables.find(({ name }) => name === 'posts')?.primaryKey // ['id']
 * ```
 */
export async function readStructure(database: Database): Promise<TableStructure[]> {
  const isMysql = database.driver === 'mysql'
  const theirs = await foreignMigrationTable(database, isMysql)
  const tables = await (isMysql ? readMysqlStructure(database) : readPostgresStructure(database))
  return tables
    .filter(({ name }) => name !== 'vanillin_migrations' && name !== theirs?.name)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
