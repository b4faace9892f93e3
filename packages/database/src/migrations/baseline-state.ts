import { sql } from 'kysely'
import { DatabaseError } from '../errors/database-error.ts'
import type { AnyKysely } from '../types/any-kysely.ts'

/**
 * Whether the tables of a baseline are in the database already, so that it is only remembered.
 *
 * @throws DatabaseError E_MIGRATION_INVALID where some of them are
 */
export async function isBaselineThere(
  db: AnyKysely,
  name: string,
  tables: readonly string[],
  isMysql: boolean,
): Promise<boolean> {
  const schema = isMysql ? sql`database()` : sql`current_schema()`
  const { rows } = await sql<{ name: string }>`
    select table_name as ${sql.ref('name')} from information_schema.tables where table_schema = ${schema}`.execute(
    db,
  )
  const there = new Set(rows.map((row) => row.name))
  const missing = tables.filter((table) => !there.has(table))
  if (missing.length === 0) return tables.length > 0
  if (missing.length === tables.length) return false
  throw new DatabaseError(
    'E_MIGRATION_INVALID',
    `The baseline ${name} has ${tables.length} tables, and this database has all of them but ${missing.join(', ')}.`,
    { help: 'Bring the database to the state of the baseline, or start from an empty one.' },
  )
}
