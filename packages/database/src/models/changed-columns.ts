import { isUnchanged } from './casts/cast-columns.ts'
import type { QueriedModel } from './model-query.ts'
import type { Columns } from './table-columns.ts'

type Values = Record<string, unknown>

/** The columns of a row that are not as they were read, with their new values. */
export function changedColumns(model: QueriedModel, columns: Columns, row: Values, stored: Values): Values {
  const changed: Values = {}
  for (const name of Object.keys(row)) {
    if (name === model.primaryKey || !columns.has(name)) continue
    if (!isUnchanged(model, name, row[name], stored[name])) changed[name] = row[name]
  }
  return changed
}
