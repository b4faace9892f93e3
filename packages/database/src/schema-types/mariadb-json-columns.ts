import { sql } from 'kysely'
import type { Database } from '../connection/database.ts'

/**
 * MariaDB's `json` is `longtext` with a check that it holds JSON. Answers `table.column` of each; nothing on
 * MySQL, which has a type of its own.
 */
export async function mariadbJsonColumns(database: Database): Promise<Set<string>> {
  const { rows } = await sql<Record<string, string>>`
    select * from information_schema.check_constraints
     where constraint_schema = database() and lower(check_clause) like 'json_valid(%'`.execute(database)
  return new Set(
    rows.flatMap((row) => {
      const column = /^json_valid\(`(.+)`\)$/i.exec(row.CHECK_CLAUSE ?? '')?.[1]
      return row.TABLE_NAME !== undefined && column !== undefined ? [`${row.TABLE_NAME}.${column}`] : []
    }),
  )
}
