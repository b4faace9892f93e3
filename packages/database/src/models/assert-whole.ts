import { DatabaseError } from '../errors/database-error.ts'
import type { QueriedModel, QueryParts } from './query-parts.ts'

/**
 * Refuses what would concern other rows than the query says: PostgreSQL has no `limit` of an update, and to drop it in silence would
 * change every row.
 *
 * @throws DatabaseError E_MODEL_INVALID
 */
export function assertWhole(
  { table }: QueriedModel,
  { orders, limit, offset }: QueryParts,
  what: string,
): void {
  if (orders.length === 0 && limit === undefined && offset === undefined) return
  throw new DatabaseError(
    'E_MODEL_INVALID',
    `${what} of ${table} cannot have an order, a limit or an offset.`,
  )
}
