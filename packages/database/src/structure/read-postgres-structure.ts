import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { AnyKysely } from '../types/any-kysely.ts'
import type {
  ColumnStructure,
  ForeignKeyStructure,
  IndexStructure,
  TableStructure,
} from './table-structure.ts'

const actions: Record<string, string> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
}

/** What belongs to the app in the current schema: no part of an extension, no partition of another table. */
export const postgresTables: RawBuilder<unknown> = sql`
  pg_class.relkind in ('r', 'p', 'v', 'm', 'f') and not pg_class.relispartition
  and pg_class.relnamespace = (select oid from pg_namespace where nspname = current_schema())
  and not exists (select 1 from pg_depend where objid = pg_class.oid and deptype = 'e')`

/** The tables and views of the current schema, by name. */
export async function readPostgresStructure(db: AnyKysely): Promise<TableStructure[]> {
  const { rows } = await sql<{
    name: string
    kind: 'table' | 'view'
    columns: ColumnStructure[]
    primary_key: string[] | null
    indexes: IndexStructure[]
    foreign_keys: ForeignKeyStructure[]
  }>`
    select relname as name, case when relkind in ('v', 'm') then 'view' else 'table' end as kind,
           coalesce((select json_agg(json_build_object(
                'name', attname, 'type', format_type(atttypid, atttypmod), 'isNullable', not attnotnull,
                'default', case when attgenerated = '' then pg_get_expr(adbin, adrelid) end,
                'expression', case when attgenerated <> '' then pg_get_expr(adbin, adrelid) end,
                'isCounted', attidentity <> '' or coalesce(pg_get_expr(adbin, adrelid) like 'nextval(%', false)
              ) order by attnum)
              from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
             where attrelid = pg_class.oid and attnum > 0 and not attisdropped), '[]') as columns,
           (select array_agg(attname::text order by array_position(conkey, attnum))
              from pg_constraint join pg_attribute on attrelid = conrelid and attnum = any(conkey)
             where conrelid = pg_class.oid and contype = 'p') as primary_key,
           coalesce((select json_agg(json_build_object(
                'name', own.relname, 'isUnique', indisunique,
                'columns', (select array_agg(coalesce(attname::text, pg_get_indexdef(indexrelid, place::int, true)) order by place)
                              from generate_series(1, indnkeyatts) place
                              left join pg_attribute on attrelid = indrelid and attnum = indkey[place - 1] and attnum > 0)
              ) order by own.relname)
              from pg_index join pg_class own on own.oid = indexrelid
             where indrelid = pg_class.oid and not indisprimary), '[]') as indexes,
           coalesce((select json_agg(json_build_object(
                'name', conname, 'table', other.relname,
                'schema', case when nspname <> current_schema() then nspname end,
                'columns', (select array_agg(attname order by array_position(conkey, attnum)) from pg_attribute
                             where attrelid = conrelid and attnum = any(conkey)),
                'targets', (select array_agg(attname order by array_position(confkey, attnum)) from pg_attribute
                             where attrelid = confrelid and attnum = any(confkey)),
                'onDelete', confdeltype, 'onUpdate', confupdtype
              ) order by conname)
              from pg_constraint join pg_class other on other.oid = confrelid
              join pg_namespace on pg_namespace.oid = other.relnamespace
             where conrelid = pg_class.oid and contype = 'f'), '[]') as foreign_keys
      from pg_class where ${postgresTables} order by relname`.execute(db)
  return rows.map((row) => ({
    name: row.name,
    kind: row.kind,
    columns: row.columns,
    primaryKey: row.primary_key ?? [],
    indexes: row.indexes,
    foreignKeys: row.foreign_keys.map((key) => ({
      ...key,
      onDelete: actions[key.onDelete] ?? key.onDelete,
      onUpdate: actions[key.onUpdate] ?? key.onUpdate,
    })),
  }))
}
