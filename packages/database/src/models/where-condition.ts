import { sql } from 'kysely'
import { DatabaseError } from '../errors/database-error.ts'
import { toStored } from './casts/cast-columns.ts'
import type { QueriedModel } from './query-parts.ts'

/** What `where` was given, as Kysely takes it. @throws DatabaseError E_MODEL_INVALID for undefined */
export function toCondition(model: QueriedModel, given: readonly unknown[]): readonly unknown[] {
  if (given.length === 1) return given
  const [column, comparison, property] = given.length === 2 ? [given[0], '=', given[1]] : given
  const value = comparable(model, column as string, comparison, property)
  // JavaScript makes it easy to compare with nothing, and `delete where id = null` would hide it.
  if (value === undefined)
    throw new DatabaseError('E_MODEL_INVALID', `where(${String(column)}) was given undefined.`, {
      help: 'Look where the value comes from: a missing `await`, a misspelt property, an input that is not there. For no value pass null.',
    })
  // `in ()` is no SQL.
  if (isEmptyList(value) && comparison === 'in') return [() => sql`1 = 0`]
  if (isEmptyList(value) && comparison === 'not in') return [() => sql`1 = 1`]
  if (value === null && comparison === '=') return [column, 'is', null]
  if (value === null && (comparison === '!=' || comparison === '<>')) return [column, 'is not', null]
  // Kysely takes a list for those of `in`, whatever the comparison is.
  if (Array.isArray(value) && comparison !== 'in' && comparison !== 'not in')
    return [column, comparison, sql.val(value)]
  return [column, comparison, value]
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}

function comparable(model: QueriedModel, column: string, comparison: unknown, value: unknown): unknown {
  if (model.options.casts?.[column] === undefined) return value
  const isList = (comparison === 'in' || comparison === 'not in') && Array.isArray(value)
  if (isList) return value.map((one: unknown) => toStored(model, column, one))
  return toStored(model, column, value)
}
