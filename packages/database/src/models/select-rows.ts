import { sql } from 'kysely'
import type { SelectQueryBuilder } from 'kysely'
import { currentTables } from './current-tables.ts'
import type { AnyTables } from './current-tables.ts'
import { isPlainValue } from './first-row.ts'
import type { QueriedModel, QueryParts } from './query-parts.ts'
import { rankedRows } from './relations/ranked-rows.ts'
import { trashedCondition } from './soft-deletes.ts'

type AnyBuilder = SelectQueryBuilder<AnyTables, string, Record<string, unknown>>

/** The statement that answers what a query asks for. */
export function selectRows(model: QueriedModel, parts: QueryParts): AnyBuilder {
  const { orders, limit, offset, aggregates = [], alias = model.table, limitPer, signal } = parts
  const table = alias === model.table ? alias : `${model.table} as ${alias}`
  let builder = filtered(model, parts, currentTables(signal).selectFrom(table).selectAll() as AnyBuilder)
  for (const { name, select } of aggregates) builder = builder.select(sql`${select(model, alias)}`.as(name))
  if (limitPer !== undefined && (limit !== undefined || offset !== undefined))
    return rankedRows(builder, { per: limitPer, orders, limit, offset, signal })
  for (const { column, direction } of orders) builder = builder.orderBy(column, direction)
  if (limit !== undefined) builder = builder.limit(limit)
  // MySQL has no offset without a limit.
  else if (offset !== undefined) builder = builder.limit(Number.MAX_SAFE_INTEGER)
  return offset === undefined ? builder : builder.offset(offset)
}

/** A builder with the conditions of a query. Those of select, update and delete share `where` and no type. */
export function filtered<Builder>(model: QueriedModel, parts: QueryParts, builder: Builder): Builder {
  let narrowed = builder as { where(...given: readonly unknown[]): unknown }
  for (const given of parts.wheres) narrowed = narrowed.where(...given) as typeof narrowed
  const kept = trashedCondition(model, parts.trashed, parts.alias)
  if (kept) narrowed = narrowed.where(...kept) as typeof narrowed
  return narrowed as Builder
}

/** One column that is compared with one value, and nothing else; null for all other queries. */
export function singleComparison(parts: QueryParts): { column: string; value: unknown } | null {
  const { wheres, orders, limit, offset, aggregates, trashed, signal } = parts
  if (trashed !== undefined || aggregates !== undefined || signal !== undefined) return null
  if (wheres.length !== 1 || orders.length > 0 || limit !== undefined || offset !== undefined) return null
  const [column, comparison, value] = wheres[0]!
  return comparison === '=' && isPlainValue(value) ? { column: column as string, value } : null
}
