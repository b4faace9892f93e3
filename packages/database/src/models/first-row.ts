import { currentDatabase } from '../connection/db.ts'
import { compiledOnce, withParameters } from './compiled-once.ts'
import type { QueriedModel } from './query-parts.ts'
import { trashedCondition } from './soft-deletes.ts'

type Row = Record<string, unknown>

/** A value that is a parameter and nothing else: no null, which is compared with `is`, and no expression. */
export function isPlainValue(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return true
    default:
      return value instanceof Date
  }
}

/** The first row in which a column has a value, none that was deleted. */
export async function firstRow(
  model: QueriedModel,
  column: string,
  value: unknown,
): Promise<Row | undefined> {
  const { table } = model
  const database = currentDatabase()
  const kept = trashedCondition(model)
  const query = compiledOnce(database, table, `${kept ? 'first kept' : 'first'} by ${column}`, (tables) => {
    const rows = tables.selectFrom(table).selectAll().where(column, '=', 0)
    return (kept ? rows.where(...kept) : rows).limit(1).compile()
  })
  // The limit is a parameter, too.
  const { rows } = await database.executeQuery<Row>(withParameters(query, [value, 1]))
  return rows[0]
}
