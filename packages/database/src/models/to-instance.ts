import { keepBeside, takeBeside } from './beside-row.ts'
import type { QueriedModel, QueryParts } from './query-parts.ts'
import { isOfExactColumn } from './relations/aggregate.ts'
import { rankColumn } from './relations/ranked-rows.ts'

type Row = Record<string, unknown>

/** What a query answers for its rows, of what the database has answered. */
export async function toInstances<Instance>(
  model: QueriedModel,
  rows: readonly Row[],
  parts: QueryParts,
  hydrate: (row: Row) => Instance,
): Promise<Instance[]> {
  const { aggregates = [] } = parts
  // Most queries have none, and need not wait.
  if (aggregates.length === 0) return rows.map((row) => toInstance(row, parts, hydrate))
  const exact = await Promise.all(aggregates.map((aggregate) => isOfExactColumn(model, aggregate)))
  return rows.map((row) => {
    for (const [index, { name, read }] of aggregates.entries()) row[name] = read(row[name], exact[index]!)
    return toInstance(row, parts, hydrate)
  })
}

function toInstance<Instance>(
  row: Row,
  { aggregates = [], limitPer }: QueryParts,
  hydrate: (row: Row) => Instance,
): Instance {
  if (limitPer !== undefined) delete row[rankColumn]
  const beside = aggregates.filter(({ isBeside }) => isBeside).map(({ name }) => name)
  const values = takeBeside(row, beside)
  const instance = hydrate(row)
  if (values) keepBeside(instance as object, values)
  return instance
}
