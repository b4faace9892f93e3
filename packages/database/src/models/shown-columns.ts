import type { QueriedModel } from './query-parts.ts'
import { isRecord } from './records.ts'

type Values = Record<string, unknown>

/** A row as plain data for others to see: without hidden columns, its loaded relations included, which hide what is theirs to hide. */
export function shownColumns({ options }: QueriedModel, row: Values, stored: Values | null): Values {
  const { hidden, visible } = options
  const shown: Values = {}
  const columns = stored ?? row
  for (const name of Object.keys(columns)) {
    if (hidden?.includes(name) || (visible && !visible.includes(name))) continue
    shown[name] = toPlainValue(row[name])
  }
  // What is no column was loaded on purpose.
  for (const name of Object.keys(row)) if (!(name in columns)) shown[name] = toPlainValue(row[name])
  return shown
}

function toPlainValue(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (isRecord(value)) return value.toJSON()
  return Array.isArray(value) && value.some(isRecord) ? value.map(toPlainValue) : value
}
