import { sql } from 'kysely'
import type { Database } from '../connection/database.ts'
import { readStructure } from './read-structure.ts'

/** How large a table is. */
export interface TableSize {
  name: string
  kind: 'table' | 'view'
  /** Null for a view, which would have to be run. */
  rows: number | null
  /** `rows` is what the database believes: it has more of them than are counted. */
  isEstimate: boolean
  /** With indexes. Null for a view. */
  bytes: number | null
  /** What keeps it, on MySQL; null elsewhere. */
  engine: string | null
}

/** Counting stops here, so that asking costs a server next to nothing. */
const countedRows = 10_000

/**
 * The app's tables with their rows and bytes. Up to 10,000 rows are counted, beyond that it is the database's own estimate.
 *
 * ```ts
 * const sizes = await readSizes(database)
 * ```
 */
export async function readSizes(database: Database): Promise<TableSize[]> {
  const facts = await (database.driver === 'mysql' ? mysqlFacts(database) : postgresFacts(database))
  const sizes: TableSize[] = []
  for (const { name, kind } of await readStructure(database)) {
    const known = facts.get(name)
    const counted = kind === 'table' ? await countRows(database, name) : null
    const isEstimate = counted !== null && counted > countedRows
    sizes.push({
      name,
      kind,
      rows: isEstimate ? Math.max(known?.rows ?? 0, counted) : counted,
      isEstimate,
      bytes: kind === 'table' ? (known?.bytes ?? 0) : null,
      engine: known?.engine ?? null,
    })
  }
  return sizes
}

/** What runs, and in which version: `PostgreSQL 17.5`, `MariaDB 10.11.19`. */
export async function readEngine(database: Database): Promise<string> {
  const { rows } = await sql<{ version: string }>`select version() as version`.execute(database)
  const version = rows[0]?.version ?? ''
  if (database.driver !== 'mysql') return /^\w+ [\d.]+/.exec(version)?.[0] ?? version
  const number = /^[\d.]+/.exec(version)?.[0] ?? version
  return `${version.includes('MariaDB') ? 'MariaDB' : 'MySQL'} ${number}`
}

interface Facts {
  rows: number
  bytes: number
  engine: string | null
}

async function countRows(database: Database, table: string): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from (select 1 as one from ${sql.table(table)} limit ${sql.lit(countedRows + 1)}) as counted`.execute(
    database,
  )
  return Number(rows[0]?.count ?? 0)
}

async function postgresFacts(database: Database): Promise<Map<string, Facts>> {
  const { rows } = await sql<{ name: string; rows: number; bytes: string }>`
    select relname as name, reltuples as rows,
           case relkind when 'p' then (select sum(pg_total_relation_size(relid)) from pg_partition_tree(pg_class.oid))
                        else pg_total_relation_size(pg_class.oid) end as bytes
      from pg_class
     where relnamespace = (select oid from pg_namespace where nspname = current_schema())
       and relkind in ('r', 'p', 'm')`.execute(database)
  return new Map(rows.map((row) => [row.name, { rows: row.rows, bytes: Number(row.bytes), engine: null }]))
}

async function mysqlFacts(database: Database): Promise<Map<string, Facts>> {
  const { rows } = await sql<{
    name: string
    count: string | null
    bytes: string | null
    engine: string | null
  }>`
    select table_name as name, table_rows as count, data_length + index_length as bytes, engine as engine
      from information_schema.tables where table_schema = database()`.execute(database)
  return new Map(
    rows.map((row) => [row.name, { rows: Number(row.count), bytes: Number(row.bytes), engine: row.engine }]),
  )
}
