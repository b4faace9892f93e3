import { sql } from 'kysely'
import type { Database } from '../connection/database.ts'
import type { ColumnKind, DescribedTable } from './described-table.ts'
import { mariadbJsonColumns } from './mariadb-json-columns.ts'

interface ColumnRow {
  table_name: string
  column_name: string
  data_type: string
  column_type: string
  is_nullable: string
  column_default: string | null
  extra: string
}

const kinds: Record<string, ColumnKind> = {
  tinyint: 'number',
  smallint: 'number',
  mediumint: 'number',
  int: 'number',
  year: 'number',
  float: 'number',
  double: 'number',
  bigint: 'bigint',
  decimal: 'decimal',
  json: 'json',
  datetime: 'instant',
  timestamp: 'instant',
  date: 'day',
  binary: 'bytes',
  varbinary: 'bytes',
  tinyblob: 'bytes',
  blob: 'bytes',
  mediumblob: 'bytes',
  longblob: 'bytes',
  bit: 'bytes',
  geometry: 'unknown',
  point: 'unknown',
  linestring: 'unknown',
  polygon: 'unknown',
  multipoint: 'unknown',
  multilinestring: 'unknown',
  multipolygon: 'unknown',
  geometrycollection: 'unknown',
}

/** The tables and views of the database. `tinyint(1)` is a boolean, as the driver reads it. */
export async function describeMysql(database: Database): Promise<DescribedTable[]> {
  const json = await mariadbJsonColumns(database)
  const { rows } = await sql<ColumnRow>`
    select table_name as table_name, column_name as column_name, lower(data_type) as data_type,
           column_type as column_type, is_nullable as is_nullable, column_default as column_default, extra as extra
      from information_schema.columns where table_schema = database()
     order by table_name, ordinal_position`.execute(database)

  const tables = new Map<string, DescribedTable>()
  for (const row of rows) {
    const table = tables.get(row.table_name) ?? { name: row.table_name, columns: [] }
    tables.set(row.table_name, table)
    const extra = row.extra.toLowerCase()
    table.columns.push({
      name: row.column_name,
      kind: kindOf(row, json),
      arrayDepth: 0,
      isNullable: row.is_nullable === 'YES',
      // MariaDB spells "no default" as the word NULL.
      hasDefault:
        !(row.column_default === null || row.column_default === 'NULL') || extra.includes('auto_increment'),
      isReadOnly: /\b(virtual|stored|persistent) generated\b/.test(extra),
      values: row.data_type === 'enum' ? enumValues(row.column_type) : [],
    })
  }
  return [...tables.values()]
}

function kindOf(row: ColumnRow, json: ReadonlySet<string>): ColumnKind {
  if (row.column_type.startsWith('tinyint(1)')) return 'boolean'
  if (json.has(`${row.table_name}.${row.column_name}`)) return 'json'
  return kinds[row.data_type] ?? 'text'
}

// enum('draft','it''s','a\\b') -> draft, it's, a\b
function enumValues(columnType: string): string[] {
  return [...columnType.matchAll(/'((?:[^'\\]|''|\\.)*)'/g)].map(([, text = '']) =>
    text
      .replaceAll("''", "'")
      .replaceAll(/\\(.)/g, (_, character: string) => escapes[character] ?? character),
  )
}

const escapes: Record<string, string> = { n: '\n', r: '\r', 0: '\0', Z: '\u001A' }
