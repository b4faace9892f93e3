import { sql } from 'kysely'
import { currentDatabase } from '../connection/db.ts'
import { currentTables } from './current-tables.ts'
import type { QueriedModel } from './query-parts.ts'

type Values = Record<string, unknown>

/** How rows that are there already are found, and what is changed of them. */
export interface UpsertOptions<Column extends string> {
  /** The columns of a unique key. MySQL looks at every unique key of the table. */
  readonly by: readonly Column[]
  /** What a row that is there takes over. Default: all that is given but the key and the time of creation. */
  readonly update?: readonly Column[]
}

/** Writes rows, or changes those that are there, in one statement. */
export async function upsertRows(
  model: QueriedModel,
  rows: readonly Values[],
  { by, update }: UpsertOptions<string>,
): Promise<void> {
  if (rows.length === 0) return
  const { table, primaryKey, createdAtColumn, updatedAtColumn } = model
  const given = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const kept = new Set([...by, primaryKey, createdAtColumn])
  const chosen = update ?? given.filter((column) => !kept.has(column))
  const changed = given.filter((column) => chosen.includes(column) || column === updatedAtColumn)
  const insert = currentTables().insertInto(table).values(rows)
  if (currentDatabase().driver !== 'mysql') {
    const taken = Object.fromEntries(changed.map((column) => [column, sql.ref(`excluded.${column}`)]))
    const upsert = insert.onConflict((conflict) =>
      changed.length > 0
        ? conflict.columns([...by]).doUpdateSet(taken)
        : conflict.columns([...by]).doNothing(),
    )
    await upsert.execute()
    return
  }
  // A column that is set to itself changes nothing: MySQL has no other way to leave a row alone and still refuse bad values.
  const taken = changed.map((column) => [column, sql`values(${sql.ref(column)})`])
  const left = by.slice(0, 1).map((column) => [column, sql.ref(column)])
  await insert.onDuplicateKeyUpdate(Object.fromEntries(changed.length > 0 ? taken : left) as Values).execute()
}
