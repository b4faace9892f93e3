import type { QueriedModel } from '../query-parts.ts'
import type { AnyQuery } from './relation.ts'

/** The rows of a query in its own order, or else in that of their keys. */
export function ordered(query: AnyQuery, { primaryKey }: QueriedModel): AnyQuery {
  return query.parts.orders.length > 0 ? query : query.orderBy(primaryKey)
}
