import type { CompiledQuery, Kysely } from 'kysely'
import { currentDatabase } from '../connection/db.ts'
import type { Database } from '../connection/database.ts'
import type { AnyTables } from './model-query.ts'

type Row = Record<string, unknown>

/** More columns than any app compares rows by; columns that come from outside must not fill the memory. */
const mostQueries = 1_000

const compiled = new WeakMap<Database, Map<string, Map<string, CompiledQuery>>>()

/** A value that is a parameter and nothing else: no null, which is compared with `is`, and no expression. */
export function isPlainValue(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return true
    default:
      return value instanceof Date
  }
}

/**
 * The first row in which a column has a value. The SQL of this question depends on table and column alone, so that it is compiled
 * once: to build and compile it each time would take as long as to send it and read the answer.
 */
export async function firstRow(table: string, column: string, value: unknown): Promise<Row | undefined> {
  const database = currentDatabase()
  const query = queryOf(database, table, column)
  // The limit is a parameter, too.
  const { rows } = await database.executeQuery<Row>({ ...query, parameters: [value, 1] })
  return rows[0]
}

function queryOf(database: Database, table: string, column: string): CompiledQuery {
  let tables = compiled.get(database)
  if (!tables) compiled.set(database, (tables = new Map()))
  let columns = tables.get(table)
  if (!columns) tables.set(table, (columns = new Map()))
  const known = columns.get(column)
  // Where callers are traced, each query is told apart from the others.
  if (known && !database.tracesCallers) return known
  if (columns.size >= mostQueries) columns.clear()
  const query = (database as unknown as Kysely<AnyTables>)
    .selectFrom(table)
    .selectAll()
    .where(column, '=', 0)
    .limit(1)
    .compile()
  columns.set(column, query)
  return query
}
