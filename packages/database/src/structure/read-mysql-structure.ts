import { sql } from 'kysely'
import type { AnyKysely } from '../types/any-kysely.ts'
import type { ForeignKeyStructure, IndexStructure, TableStructure } from './table-structure.ts'

interface ColumnRow {
  table_name: string
  table_type: string
  column_name: string
  column_type: string
  is_nullable: string
  column_default: string | null
  extra: string
  expression: string | null
}

interface IndexRow {
  table_name: string
  name: string
  column_name: string | null
  non_unique: string | number
}

interface KeyRow {
  table_name: string
  name: string
  column_name: string
  other_schema: string
  other_table: string
  other_column: string
  own_schema: string
  delete_rule: string
  update_rule: string
}

/** The tables and views of the database, by name. */
export async function readMysqlStructure(db: AnyKysely): Promise<TableStructure[]> {
  const tables = new Map<string, TableStructure>()
  for (const row of await readColumns(db)) {
    const table = tables.get(row.table_name) ?? emptyTable(row)
    tables.set(row.table_name, table)
    const extra = row.extra.toLowerCase()
    table.columns.push({
      name: row.column_name,
      type: row.column_type,
      isNullable: row.is_nullable === 'YES',
      // MariaDB spells "no default" as the word NULL.
      default: row.column_default === 'NULL' ? null : row.column_default,
      expression: row.expression === '' ? null : row.expression,
      isCounted: extra.includes('auto_increment'),
    })
  }
  for (const row of await readIndexes(db)) {
    const table = tables.get(row.table_name)
    if (row.name === 'PRIMARY') table?.primaryKey.push(row.column_name ?? '')
    else if (table) addIndex(table.indexes, row)
  }
  for (const row of await readForeignKeys(db)) addForeignKey(tables.get(row.table_name)?.foreignKeys, row)
  return [...tables.values()]
}

function emptyTable({ table_name, table_type }: ColumnRow): TableStructure {
  const kind = table_type.endsWith('VIEW') ? 'view' : 'table'
  return { name: table_name, kind, columns: [], primaryKey: [], indexes: [], foreignKeys: [] }
}

function addIndex(indexes: IndexStructure[], row: IndexRow): void {
  const column = row.column_name ?? '(expression)'
  const known = indexes.find(({ name }) => name === row.name)
  if (known) known.columns.push(column)
  else indexes.push({ name: row.name, columns: [column], isUnique: Number(row.non_unique) === 0 })
}

function addForeignKey(keys: ForeignKeyStructure[] | undefined, row: KeyRow): void {
  const known = keys?.find(({ name }) => name === row.name)
  if (known) {
    known.columns.push(row.column_name)
    known.targets.push(row.other_column)
    return
  }
  keys?.push({
    name: row.name,
    columns: [row.column_name],
    table: row.other_table,
    schema: row.other_schema === row.own_schema ? null : row.other_schema,
    targets: [row.other_column],
    onDelete: row.delete_rule.toLowerCase(),
    onUpdate: row.update_rule.toLowerCase(),
  })
}

async function readColumns(db: AnyKysely): Promise<ColumnRow[]> {
  const { rows } = await sql<ColumnRow>`
    select c.table_name as table_name, t.table_type as table_type, c.column_name as column_name,
           c.column_type as column_type, c.is_nullable as is_nullable, c.column_default as column_default,
           c.extra as extra, c.generation_expression as expression
      from information_schema.columns c
      join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
     where c.table_schema = database() order by c.table_name, c.ordinal_position`.execute(db)
  return rows
}

async function readIndexes(db: AnyKysely): Promise<IndexRow[]> {
  const { rows } = await sql<IndexRow>`
    select table_name as table_name, index_name as name, column_name as column_name, non_unique as non_unique
      from information_schema.statistics where table_schema = database()
     order by table_name, index_name, seq_in_index`.execute(db)
  return rows
}

async function readForeignKeys(db: AnyKysely): Promise<KeyRow[]> {
  const { rows } = await sql<KeyRow>`
    select k.table_name as table_name, k.constraint_name as name, k.column_name as column_name,
           k.table_schema as own_schema, k.referenced_table_schema as other_schema,
           k.referenced_table_name as other_table, k.referenced_column_name as other_column,
           r.delete_rule as delete_rule, r.update_rule as update_rule
      from information_schema.key_column_usage k
      join information_schema.referential_constraints r
        on r.constraint_schema = k.constraint_schema and r.constraint_name = k.constraint_name
       and r.table_name = k.table_name
     where k.table_schema = database() and k.referenced_table_name is not null
     order by k.table_name, k.constraint_name, k.ordinal_position`.execute(db)
  return rows
}
