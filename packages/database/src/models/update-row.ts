import { isExpression } from 'kysely'
import type { CompiledQuery, Kysely } from 'kysely'
import { currentDatabase } from '../connection/db.ts'
import type { Database } from '../connection/database.ts'
import { compiledOnce, withParameters } from './compiled-once.ts'
import { currentTables } from './current-tables.ts'
import type { AnyTables } from './current-tables.ts'
import { withRead } from '../queries/update-of-row.ts'
import type { QueriedModel } from './query-parts.ts'

type Values = Record<string, unknown>

/** Writes columns of a row and answers it as the database has it; undefined when it is not there any more. */
export function updateRow(model: QueriedModel, key: unknown, values: Values): Promise<Values | undefined> {
  const database = currentDatabase()
  if (database.driver === 'mysql') return updateThenRead(database, model, key, values)
  return updateReturning(database, model, key, values)
}

async function updateReturning(
  database: Database,
  model: QueriedModel,
  key: unknown,
  values: Values,
): Promise<Values | undefined> {
  const query = toUpdate(database, model, { key, values, isReturned: true })
  return (await database.executeQuery<Values>(query)).rows[0]
}

/** MySQL answers an update with no row. The driver reads it in the same statement where it can: on MariaDB, outside of a transaction. */
async function updateThenRead(
  database: Database,
  model: QueriedModel,
  key: unknown,
  values: Values,
): Promise<Values | undefined> {
  const update = toUpdate(database, model, { key, values, isReturned: false })
  const thenRead = toRead(database, model, key)
  const { rows, numAffectedRows } = await database.executeQuery<Values>(withRead(update, thenRead))
  if (rows.length > 0 || numAffectedRows === 0n) return rows[0]
  // A replica may be behind.
  return (await database.primary.executeQuery<Values>(thenRead)).rows[0]
}

/** Its SQL depends on the names of the columns alone, unless a value is an expression. */
function toUpdate(
  database: Database,
  { table, primaryKey }: QueriedModel,
  { key, values, isReturned }: { key: unknown; values: Values; isReturned: boolean },
): CompiledQuery<Values> {
  const compile = (tables: Kysely<AnyTables>, id: unknown): CompiledQuery<Values> => {
    const update = tables.updateTable(table).set(values).where(primaryKey, '=', id)
    return (isReturned ? update.returningAll() : update).compile()
  }
  const parameters = Object.values(values)
  if (parameters.some((value) => typeof value === 'function' || isExpression(value)))
    return compile(currentTables(), key)
  const name = `update ${JSON.stringify(Object.keys(values))}`
  const query = compiledOnce(database, table, name, (tables) => compile(tables, 0))
  parameters.push(key)
  return withParameters(query, parameters)
}

function toRead(
  database: Database,
  { table, primaryKey }: QueriedModel,
  key: unknown,
): CompiledQuery<Values> {
  const query = compiledOnce(database, table, `row by ${primaryKey}`, (tables) =>
    tables.selectFrom(table).selectAll().where(primaryKey, '=', 0).compile(),
  )
  return withParameters(query, [key])
}
