import { keepBeside, takeBeside } from './beside-row.ts'
import type { QueryParts } from './query-parts.ts'
import { rankColumn } from './relations/ranked-rows.ts'

type Row = Record<string, unknown>

/** What a query answers for a row, of what the database has answered. */
export function toInstance<Instance>(
  row: Row,
  { aggregates = [], limitPer }: QueryParts,
  hydrate: (row: Row) => Instance,
): Instance {
  for (const { name, read } of aggregates) row[name] = read(row[name])
  if (limitPer !== undefined) delete row[rankColumn]
  const beside = aggregates.filter(({ isBeside }) => isBeside).map(({ name }) => name)
  const values = takeBeside(row, beside)
  const instance = hydrate(row)
  if (values) keepBeside(instance as object, values)
  return instance
}
