import { sql } from 'kysely'
import type { SelectQueryBuilder } from 'kysely'
import { currentTables } from '../current-tables.ts'
import type { AnyTables } from '../current-tables.ts'
import type { Order } from '../query-parts.ts'

type AnyBuilder = SelectQueryBuilder<AnyTables, string, Record<string, unknown>>

/** The column that counts the rows of one parent, while a statement runs. */
export const rankColumn = 'vanillin_rank'

/** Where each parent has rows of its own, a limit and an offset hold for each of them. */
export interface Ranking {
  /** The column that says whose row it is. */
  readonly per: string
  readonly orders: readonly Order[]
  readonly limit?: number | undefined
  readonly offset?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** The rows of a query that are the first of their parent, by a window function. */
export function rankedRows(rows: AnyBuilder, ranking: Ranking): AnyBuilder {
  const { per, orders, limit, offset = 0, signal } = ranking
  const order = sql.join(
    orders.map(
      ({ column, direction }) => sql`${sql.ref(column)} ${direction === 'desc' ? sql`desc` : sql`asc`}`,
    ),
  )
  const rank = sql<number>`row_number() over (partition by ${sql.ref(per)} order by ${order})`
  const ranked = currentTables(signal)
    .selectFrom(rows.select(rank.as(rankColumn)).as('ranked'))
    .selectAll()
    .where(rankColumn, '>', offset)
    .orderBy(rankColumn) as AnyBuilder
  return limit === undefined ? ranked : ranked.where(rankColumn, '<=', offset + limit)
}
