import { sql } from 'kysely'
import type { Kysely, SelectQueryBuilder } from 'kysely'
import { currentDatabase } from '../../connection/db.ts'
import type { AnyTables, Order } from '../model-query.ts'

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
}

/** The rows of a query that are the first of their parent, by a window function. */
export function rankedRows(rows: AnyBuilder, { per, orders, limit, offset = 0 }: Ranking): AnyBuilder {
  const order = sql.join(
    orders.map(
      ({ column, direction }) => sql`${sql.ref(column)} ${direction === 'desc' ? sql`desc` : sql`asc`}`,
    ),
  )
  const rank = sql<number>`row_number() over (partition by ${sql.ref(per)} order by ${order})`
  const tables = currentDatabase() as unknown as Kysely<AnyTables>
  const ranked = tables
    .selectFrom(rows.select(rank.as(rankColumn)).as('ranked'))
    .selectAll()
    .where(rankColumn, '>', offset)
    .orderBy(rankColumn) as AnyBuilder
  return limit === undefined ? ranked : ranked.where(rankColumn, '<=', offset + limit)
}
