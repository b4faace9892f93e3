import type { CompiledQuery, Kysely } from 'kysely'
import type { Database } from '../connection/database.ts'
import type { AnyTables } from './current-tables.ts'

/** More columns than any app asks or writes by; names that come from outside must not fill the memory. */
const mostQueries = 1_000

const compiled = new WeakMap<Database, Map<string, Map<string, CompiledQuery>>>()

/**
 * A query of a model whose SQL depends on its table and on `name` alone. It is compiled once: to build and compile it each time
 * would take as long as to send it and read the answer.
 *
 * @param build is given the tables; the values that it writes are replaced by those of each use
 */
export function compiledOnce(
  database: Database,
  table: string,
  name: string,
  build: (tables: Kysely<AnyTables>) => CompiledQuery,
): CompiledQuery {
  let tables = compiled.get(database)
  if (!tables) compiled.set(database, (tables = new Map()))
  let queries = tables.get(table)
  if (!queries) tables.set(table, (queries = new Map()))
  const known = queries.get(name)
  // Where callers are traced, each query is told apart from the others.
  if (known && !database.tracesCallers) return known
  if (queries.size >= mostQueries) queries.clear()
  const query = build(database as unknown as Kysely<AnyTables>)
  queries.set(name, query)
  return query
}

/** The query with the values of one use. It is written out, since to spread what Kysely has frozen takes ten times as long. */
export function withParameters<Row>(
  { query, queryId, sql }: CompiledQuery,
  parameters: readonly unknown[],
): CompiledQuery<Row> {
  return { query, queryId, sql, parameters }
}
