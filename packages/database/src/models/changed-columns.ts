import { isUnchanged, toProperty } from './casts/cast-columns.ts'
import type { QueriedModel } from './query-parts.ts'
import { separate } from './row-values.ts'

type Values = Record<string, unknown>

/** The columns of a row that are not as they were read, with their new values. */
export function changedColumns(model: QueriedModel, row: Values, stored: Values): Values {
  const changed: Values = {}
  for (const name of Object.keys(row)) {
    if (name === model.primaryKey || !(name in stored)) continue
    if (!isUnchanged(model, name, row[name], stored[name])) changed[name] = row[name]
  }
  return changed
}

/** The same with what they were before. */
export function columnChanges(
  model: QueriedModel,
  row: Values,
  stored: Values,
): Record<string, { from: unknown; to: unknown }> {
  const changed = Object.entries(changedColumns(model, row, stored))
  return Object.fromEntries(
    changed.map(([name, to]) => {
      const { [name]: before } = separate({ [name]: stored[name] })
      return [name, { from: toProperty(model, name, before), to }]
    }),
  )
}
