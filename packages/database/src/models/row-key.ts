import { DatabaseError } from '../errors/database-error.ts'
import type { QueriedModel } from './query-parts.ts'
import { isSameKey, toText } from './row-values.ts'

type Values = Record<string, unknown>

/** The key of a row that is in the database. @throws DatabaseError E_MODEL_INVALID */
export function keyOf({ table, primaryKey }: QueriedModel, stored: Values | null): unknown {
  const key = stored?.[primaryKey]
  if (key !== undefined && key !== null) return key
  throw new DatabaseError(
    'E_MODEL_INVALID',
    `This row of ${table} is not in the database: it has no ${primaryKey}.`,
  )
}

/**
 * The row would be written under another key and then be looked for under the old one.
 * @throws DatabaseError E_MODEL_INVALID
 */
export function assertKeyStays(model: QueriedModel, stored: Values | null, values: Values): void {
  const { table, primaryKey } = model
  const before = stored?.[primaryKey]
  const given = values[primaryKey]
  if (before === undefined || given === undefined || isSameKey(given, before)) return
  throw new DatabaseError(
    'E_MODEL_INVALID',
    `The row of ${table} with ${primaryKey} ${toText(before)} cannot become the row with ${primaryKey} ${toText(given)}: a row keeps its key.`,
    {
      help: `Leave ${primaryKey} out of what is written, or change it by a query: where('${primaryKey}', old).update({ ${primaryKey}: new }).`,
    },
  )
}

/** Somebody else has deleted the row. */
export function rowGone({ table, primaryKey }: QueriedModel, key: unknown): DatabaseError {
  return new DatabaseError(
    'E_ROW_NOT_FOUND',
    `${table} has no row with ${primaryKey} ${String(key)} any more.`,
  )
}
