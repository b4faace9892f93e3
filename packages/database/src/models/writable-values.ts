import { DatabaseError } from '../errors/database-error.ts'
import { toStored } from './casts/cast-columns.ts'
import type { QueriedModel } from './query-parts.ts'
import type { Columns } from './table-columns.ts'

type Values = Record<string, unknown>

/** @throws DatabaseError E_COLUMN_UNKNOWN */
export function assertColumnsKnown(table: string, columns: Columns, values: Values): void {
  const unknown = Object.keys(values).filter((name) => !columns.has(name))
  if (unknown.length === 0) return
  const known =
    columns.size > 0 ? `Its columns are ${[...columns.keys()].join(', ')}` : 'There is no such table'
  throw new DatabaseError('E_COLUMN_UNKNOWN', `${table} has no column ${unknown.join(', ')}. ${known}.`)
}

/**
 * The values as they are written: no unknown column, JSON as text, the times filled in.
 *
 * @throws DatabaseError E_COLUMN_UNKNOWN
 */
export function toWritable(
  model: QueriedModel,
  columns: Columns,
  values: Values,
  purpose: 'create' | 'update',
): Values {
  assertColumnsKnown(model.table, columns, values)
  const written: Values = {}
  const { createdAtColumn, updatedAtColumn } = model
  if (purpose === 'create' && columns.has(createdAtColumn)) written[createdAtColumn] = new Date()
  if (columns.has(updatedAtColumn)) written[updatedAtColumn] = written[createdAtColumn] ?? new Date()
  for (const name of Object.keys(values)) {
    const value = toStored(model, name, values[name])
    if (value === undefined) continue
    // pg takes an array for one of its own arrays, and a string for JSON text.
    written[name] = value !== null && columns.get(name)!.isJson ? JSON.stringify(value) : value
  }
  return written
}
