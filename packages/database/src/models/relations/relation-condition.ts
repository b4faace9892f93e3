import { expressionBuilder, sql } from 'kysely'
import type { Expression, SqlBool } from 'kysely'
import type { QueriedModel } from '../query-parts.ts'
import type { Comparison } from '../row-types.ts'
import { findRelation } from './find-relation.ts'
import type { AnyQuery, Narrow } from './relation.ts'

/** How many related rows a row must have. */
export interface RelatedRows {
  /** Relations behind a dot are conditions on the rows of the one before it. */
  readonly path: string
  readonly narrow?: Narrow | undefined
  readonly comparison: Exclude<Comparison, 'like' | 'not like'>
  readonly count: number
}

/**
 * Whether a row has related rows, for a statement in which its table is called `outer`.
 * @throws DatabaseError E_RELATION_UNKNOWN
 */
export function hasRelated(
  model: QueriedModel,
  outer: string,
  { path, narrow, comparison, count }: RelatedRows,
): Expression<SqlBool> {
  const [name = '', ...behind] = path.split('.')
  if (behind.length > 0) {
    const rest = behind.join('.')
    const nested = matching(model, outer, name, (rows) =>
      rows.whereHas(rest as never, narrow as never, comparison, count),
    )
    return anyOf(nested)
  }
  const rows = matching(model, outer, name, narrow)
  if (comparison === '>=' && count === 1) return anyOf(rows)
  return expressionBuilder()(countOf(rows), comparison, count)
}

/** The related rows of one row, as queries: one, but for a `morphTo`. */
export function matching(
  model: QueriedModel,
  outer: string,
  name: string,
  narrow: Narrow = (rows) => rows,
): AnyQuery[] {
  return findRelation(model, name).matching({ model, name }, outer).map(narrow)
}

/** How many rows several queries have together. */
export function countOf(queries: readonly AnyQuery[]): Expression<number> {
  const counts = queries.map(({ query }) =>
    query
      .clearSelect()
      .clearOrderBy()
      .select(sql`count(*)`.as('count')),
  )
  return sql<number>`(${sql.join(counts, sql` + `)})`
}

/** Whether one of several queries has a row. */
export function anyOf(queries: readonly AnyQuery[]): Expression<SqlBool> {
  const found = queries.map(({ query }) => sql`exists ${query.clearSelect().select(sql`1`.as('found'))}`)
  return sql<SqlBool>`(${sql.join(found, sql` or `)})`
}
