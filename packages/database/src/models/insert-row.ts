import { sql } from 'kysely'
import { currentDatabase } from '../connection/db.ts'
import { currentTables, writtenTables } from './current-tables.ts'
import type { QueriedModel } from './query-parts.ts'

type Values = Record<string, unknown>

/** Writes a row and answers it as the database has it. */
export async function insertRow(model: QueriedModel, values: Values): Promise<Values> {
  const isEmpty = Object.keys(values).length === 0
  if (currentDatabase().driver !== 'mysql') {
    const insert = currentTables().insertInto(model.table)
    return (isEmpty ? insert.defaultValues() : insert.values(values)).returningAll().executeTakeFirstOrThrow()
  }
  // MySQL answers the number that it counted up, and no row.
  const { insertId } = isEmpty
    ? await sql`insert into ${sql.table(model.table)} () values ()`.execute(currentTables())
    : await currentTables().insertInto(model.table).values(values).executeTakeFirstOrThrow()
  return writtenTables()
    .selectFrom(model.table)
    .selectAll()
    .where(model.primaryKey, '=', values[model.primaryKey] ?? insertId)
    .executeTakeFirstOrThrow()
}
