import { isExpression } from 'kysely'
import { DatabaseError } from '../../errors/database-error.ts'
import type { QueriedModel } from '../query-parts.ts'
import { isSame } from '../row-values.ts'

/** What a property is, of what the database has. @throws DatabaseError E_VALUE_INVALID */
export function toProperty(model: QueriedModel, column: string, stored: unknown): unknown {
  const cast = model.options.casts?.[column]
  if (cast === undefined || stored === null || stored === undefined) return stored
  return within(model, column, () => cast.fromDatabase(stored))
}

/** What the database is given, of what a property is. @throws DatabaseError E_VALUE_INVALID */
export function toStored(model: QueriedModel, column: string, value: unknown): unknown {
  const cast = model.options.casts?.[column]
  if (cast === undefined || value === null || value === undefined || isSql(value)) return value
  return within(model, column, () => cast.toDatabase(value))
}

/** Whether a property would be written as what it was read from. */
export function isUnchanged(model: QueriedModel, column: string, value: unknown, stored: unknown): boolean {
  if (model.options.casts?.[column] === undefined) return isSame(value, stored)
  const written = toStored(model, column, value)
  // 1.5000 is read and would be written as 1.50.
  return (
    isSame(written, stored) || isSame(written, toStored(model, column, toProperty(model, column, stored)))
  )
}

/** Kysely's expressions are the database's own words. */
export function isSql(value: unknown): boolean {
  return typeof value === 'function' || isExpression(value)
}

function within(model: QueriedModel, column: string, convert: () => unknown): unknown {
  try {
    return convert()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new DatabaseError('E_VALUE_INVALID', `${model.table}.${column}: ${reason}.`, { cause })
  }
}
