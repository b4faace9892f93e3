import { DatabaseError } from '../errors/database-error.ts'
import type { QueriedModel } from './model-query.ts'
import { columnsOf } from './table-columns.ts'

type Values = Record<string, unknown>

/**
 * The values as they are written: no unknown column, JSON as text, the times filled in.
 *
 * @throws DatabaseError E_COLUMN_UNKNOWN
 */
export async function toWritable(
  model: QueriedModel,
  values: Values,
  purpose: 'create' | 'update',
): Promise<Values> {
  const columns = await columnsOf(model.table)
  const unknown = Object.keys(values).filter((name) => !columns.has(name))
  if (unknown.length > 0) {
    const known =
      columns.size > 0 ? `Its columns are ${[...columns.keys()].join(', ')}` : 'There is no such table'
    throw new DatabaseError(
      'E_COLUMN_UNKNOWN',
      `${model.table} has no column ${unknown.join(', ')}. ${known}.`,
    )
  }
  const now = new Date()
  const times =
    purpose === 'create' ? [model.createdAtColumn, model.updatedAtColumn] : [model.updatedAtColumn]
  const written: Values = {}
  for (const name of times) if (columns.has(name)) written[name] = now
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue
    // pg takes an array for one of its own arrays, and a string for JSON text.
    written[name] = columns.get(name)?.isJson && value !== null ? JSON.stringify(value) : value
  }
  return written
}
