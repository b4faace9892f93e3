import { sql } from 'kysely'
import type { Database } from '../connection/database.ts'
import { isReadAsList } from '../drivers/postgres/postgres-types.ts'
import type { ColumnKind, DescribedTable } from './described-table.ts'

interface ColumnRow {
  table_name: string
  column_name: string
  type_name: string
  type_id: number
  array_depth: number
  is_nullable: boolean
  has_default: boolean
  is_read_only: boolean
  values: string[]
  check_text: string | null
}

const kinds: Record<string, ColumnKind> = {
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  float4: 'number',
  float8: 'number',
  oid: 'number',
  int8: 'bigint',
  numeric: 'decimal',
  json: 'json',
  jsonb: 'json',
  timestamptz: 'instant',
  timestamp: 'instant',
  date: 'day',
  bytea: 'bytes',
}

/** The tables and views of the current schema, on a server or embedded. */
export async function describePostgres(database: Database): Promise<DescribedTable[]> {
  const { rows } = await sql<ColumnRow>`
    select relname as table_name, attname as column_name,
           coalesce(element_base.typname, element.typname, base.typname, own.typname) as type_name,
           coalesce(base.oid, own.oid) as type_id,
           case when own.typcategory = 'A' then greatest(attndims, 1) else 0 end as array_depth,
           not (attnotnull or own.typnotnull) as is_nullable,
           (atthasdef or attidentity <> '') as has_default,
           (attgenerated <> '' or attidentity = 'a' or relkind in ('v', 'm')) as is_read_only,
           array(select enumlabel::text from pg_enum
                  where enumtypid = coalesce(element_base.oid, element.oid, base.oid, own.oid) order by enumsortorder) as values,
           (select pg_get_constraintdef(check_of.oid) from pg_constraint check_of
             where check_of.conrelid = pg_class.oid and check_of.contype = 'c' and check_of.conkey = array[attnum]
               and pg_get_constraintdef(check_of.oid) like '%= ANY (%' limit 1) as check_text
      from pg_class
      join pg_namespace on pg_namespace.oid = relnamespace and nspname = current_schema()
      join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
      join pg_type own on own.oid = atttypid
      left join pg_type base on own.typtype = 'd' and base.oid = own.typbasetype
      left join pg_type element on own.typcategory = 'A' and element.oid = coalesce(base.typelem, own.typelem)
      left join pg_type element_base on element.typtype = 'd' and element_base.oid = element.typbasetype
     where relkind in ('r', 'p', 'v', 'm', 'f') and not relispartition
       and not exists (select 1 from pg_depend where objid = pg_class.oid and deptype = 'e')
     order by relname, attnum`.execute(database)

  const tables = new Map<string, DescribedTable>()
  for (const row of rows) {
    const table = tables.get(row.table_name) ?? { name: row.table_name, columns: [] }
    tables.set(row.table_name, table)
    const isText = row.array_depth > 0 && !isReadAsList(row.type_id)
    table.columns.push({
      name: row.column_name,
      kind: isText ? 'text' : (kinds[row.type_name] ?? 'text'),
      arrayDepth: isText ? 0 : row.array_depth,
      isNullable: row.is_nullable,
      hasDefault: row.has_default,
      isReadOnly: row.is_read_only,
      values: isText ? [] : row.values.length > 0 ? row.values : checkedValues(row.check_text),
    })
  }
  return [...tables.values()]
}

// CHECK (((status)::text = ANY ((ARRAY['draft'::character varying, 'it''s'::character varying])::text[]))): what
// table.enum() of a migration writes, and Laravel's. Anything else says nothing about the values.
function checkedValues(check: string | null): string[] {
  const literal = String.raw`'(?:[^']|'')*'::[a-z ]+`
  const whole = new RegExp(
    String.raw`^CHECK \(+(?:[a-z_0-9]+|"[^"]+")\)?(?:::text)? = ANY \(+ARRAY\[(${literal}(?:, ${literal})*)\]\)?(?:::text\[\])?\)+$`,
    'i',
  )
  const list = whole.exec(check ?? '')?.[1] ?? ''
  return [...list.matchAll(/'((?:[^']|'')*)'::/g)].map(([, value = '']) => value.replaceAll("''", "'"))
}
