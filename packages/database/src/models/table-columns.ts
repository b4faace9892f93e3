import { sql } from 'kysely'
import { mariadbJsonColumns } from '../schema-types/mariadb-json-columns.ts'
import { currentDatabase } from '../connection/db.ts'
import type { Database } from '../connection/database.ts'

/** What a model must know of a column. */
export interface ColumnFacts {
  isJson: boolean
  isNullable: boolean
  /** As the database calls it: `timestamp with time zone`, `varchar`. */
  type: string
}

export type Columns = ReadonlyMap<string, ColumnFacts>

let known = new WeakMap<Database, Map<string, Promise<Columns>>>()

/** The columns of a table, asked from the database once, with the first write. Empty when there is no such table. */
export function columnsOf(table: string): Promise<Columns> {
  const database = currentDatabase()
  const tables = known.get(database) ?? new Map<string, Promise<Columns>>()
  known.set(database, tables)
  const asked = tables.get(table)
  if (asked) return asked
  const columns = readColumns(database, table)
  tables.set(table, columns)
  // A database that was down is asked again.
  columns.catch(() => tables.delete(table))
  return columns
}

/** Forgets what was asked, after the structure has changed. */
export function forgetTables(): void {
  known = new WeakMap()
}

async function readColumns(database: Database, table: string): Promise<Columns> {
  const isMysql = database.driver === 'mysql'
  const schema = isMysql ? sql`database()` : sql`current_schema()`
  const { rows } = await sql<{ name: string; type: string; nullable: string }>`
    select column_name as ${sql.ref('name')}, data_type as ${sql.ref('type')},
           is_nullable as ${sql.ref('nullable')} from information_schema.columns
     where table_schema = ${schema} and table_name = ${table}`.execute(database)
  const jsonColumns = isMysql ? await mariadbJsonColumns(database) : new Set<string>()
  return new Map(
    rows.map(({ name, type, nullable }) => [
      name,
      {
        isJson: type === 'json' || type === 'jsonb' || jsonColumns.has(`${table}.${name}`),
        isNullable: nullable === 'YES',
        type,
      },
    ]),
  )
}
