import { isExpression } from 'kysely'
import { currentDatabase } from '../connection/db.ts'
import type { Database } from '../connection/database.ts'
import { compiledOnce } from './compiled-once.ts'
import { currentTables, writtenTables } from './current-tables.ts'
import type { QueriedModel } from './query-parts.ts'

type Values = Record<string, unknown>

/** Writes columns of a row and answers it as the database has it; undefined when it is not there any more. */
export function updateRow(model: QueriedModel, key: unknown, values: Values): Promise<Values | undefined> {
  const database = currentDatabase()
  if (database.driver === 'mysql') return updateThenRead(model, key, values)
  return updateReturning(database, model, key, values)
}

/** In one statement. Its SQL depends on the names of the columns alone, unless a value is an expression. */
async function updateReturning(
  database: Database,
  { table, primaryKey }: QueriedModel,
  key: unknown,
  values: Values,
): Promise<Values | undefined> {
  const parameters = Object.values(values)
  if (parameters.some((value) => typeof value === 'function' || isExpression(value))) {
    return currentTables()
      .updateTable(table)
      .set(values)
      .where(primaryKey, '=', key)
      .returningAll()
      .executeTakeFirst()
  }
  const query = compiledOnce(database, table, `update ${JSON.stringify(Object.keys(values))}`, (tables) =>
    tables.updateTable(table).set(values).where(primaryKey, '=', 0).returningAll().compile(),
  )
  const { rows } = await database.executeQuery<Values>({ ...query, parameters: [...parameters, key] })
  return rows[0]
}

/** MySQL and MariaDB answer an update with no row. */
async function updateThenRead(
  { table, primaryKey }: QueriedModel,
  key: unknown,
  values: Values,
): Promise<Values | undefined> {
  const { numUpdatedRows } = await currentTables()
    .updateTable(table)
    .set(values)
    .where(primaryKey, '=', key)
    .executeTakeFirst()
  if (Number(numUpdatedRows) === 0) return undefined
  return writtenTables().selectFrom(table).selectAll().where(primaryKey, '=', key).executeTakeFirst()
}
