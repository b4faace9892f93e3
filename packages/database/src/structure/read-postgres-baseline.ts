import { sql } from 'kysely'
import type { AnyKysely } from '../types/any-kysely.ts'
import type { Baseline } from './baseline.ts'
import { postgresLeftOut } from './postgres-left-out.ts'
import { postgresTables } from './read-postgres-structure.ts'

const inSchema = sql`(select oid from pg_namespace where nspname = current_schema())`
const ofExtension = sql`select 1 from pg_depend where deptype = 'e'`

/** @param hidden tables that are not the app's */
export async function readPostgresBaseline(db: AnyKysely, hidden: readonly string[]): Promise<Baseline> {
  const kinds = [
    extensions,
    enums,
    domains,
    composites,
    functions(false),
    sequences,
    tables,
    owners,
    functions(true),
    indexes,
    views,
    viewIndexes,
    foreignKeys,
    triggers,
    comments,
  ]
  const statements: string[] = []
  for (const kind of kinds) {
    const { rows } = await kind(hidden).execute(db)
    statements.push(...rows.map(({ statement }) => statement))
  }
  // Functions may name tables that come behind them.
  if (statements.some((statement) => /^create or replace (function|procedure)/i.test(statement))) {
    statements.unshift('set local check_function_bodies = off')
  }
  return { statements, leftOut: await postgresLeftOut(db) }
}

type Statements = (hidden: readonly string[]) => ReturnType<typeof sql<{ statement: string }>>

const extensions: Statements = () => sql`
  select format('create extension if not exists %I', extname) as statement
    from pg_extension where extname <> 'plpgsql' order by oid`

const enums: Statements = () => sql`
  select format('create type %I as enum (%s)', typname,
           (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum
             where enumtypid = pg_type.oid)) as statement
    from pg_type where typtype = 'e' and typnamespace = ${inSchema}
     and not exists (${ofExtension} and objid = pg_type.oid) order by oid`

const domains: Statements = () => sql`
  select format('create domain %I as %s', typname, format_type(typbasetype, typtypmod))
         || coalesce(' default ' || typdefault, '') || case when typnotnull then ' not null' else '' end
         || coalesce((select string_agg(format(' constraint %I %s', conname, pg_get_constraintdef(oid)), '')
                        from pg_constraint where contypid = pg_type.oid and contype = 'c'), '') as statement
    from pg_type where typtype = 'd' and typnamespace = ${inSchema}
     and not exists (${ofExtension} and objid = pg_type.oid) order by oid`

const composites: Statements = () => sql`
  select format('create type %I as (%s)', typname,
           (select string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' order by attnum)
              from pg_attribute where attrelid = typrelid and attnum > 0 and not attisdropped)) as statement
    from pg_type join pg_class on pg_class.oid = typrelid and pg_class.relkind = 'c'
   where typnamespace = ${inSchema} and not exists (${ofExtension} and objid = pg_type.oid) order by pg_type.oid`

// Those that take or answer rows of a table come behind the tables.
const functions =
  (withRows: boolean): Statements =>
  () =>
    sql`
  select pg_get_functiondef(pg_proc.oid) as statement from pg_proc
   where prokind in ('f', 'p') and pronamespace = ${inSchema}
     and not exists (${ofExtension} and objid = pg_proc.oid)
     and exists (select 1 from pg_type left join pg_type element on element.oid = pg_type.typelem
                  where pg_type.oid = any(array[prorettype] || proargtypes::oid[])
                    and (pg_type.typrelid <> 0 or element.typrelid <> 0)) = ${sql.lit(withRows)}
   order by oid`

// Those of identity columns are made with their tables.
const sequences: Statements = (hidden) => sql`
  select format('create sequence %I as %s start with %s increment by %s%s', pg_class.relname, format_type(seqtypid, null),
           seqstart, seqincrement, case when seqcycle then ' cycle' else '' end) as statement
    from pg_sequence join pg_class on pg_class.oid = seqrelid
   where pg_class.relnamespace = ${inSchema}
     and not exists (${ofExtension} and objid = pg_class.oid)
     and not exists (select 1 from pg_depend left join pg_class own on own.oid = refobjid
                      where objid = pg_class.oid and (deptype = 'i' or deptype = 'a' and own.relname = any(${hidden})))
   order by pg_class.oid`

const tables: Statements = (hidden) => sql`
  select format(E'create%s table %I (\n%s\n)', case when relpersistence = 'u' then ' unlogged' else '' end, pg_class.relname,
           concat_ws(E',\n',
             (select string_agg('  ' || quote_ident(attname) || ' ' || format_type(atttypid, atttypmod)
                || repeat('[]', attndims - 1)
                || case when attcollation <> typcollation
                        then ' collate ' || (select quote_ident(collname) from pg_collation where oid = attcollation)
                        else '' end
                || case when attgenerated = 's' then ' generated always as (' || pg_get_expr(adbin, adrelid) || ') stored'
                        when attgenerated = 'v' then ' generated always as (' || pg_get_expr(adbin, adrelid) || ')'
                        else coalesce(' default ' || pg_get_expr(adbin, adrelid), '') end
                || case attidentity when 'a' then ' generated always as identity'
                                    when 'd' then ' generated by default as identity' else '' end
                || case when attnotnull then ' not null' else '' end, E',\n' order by attnum)
                from pg_attribute join pg_type on pg_type.oid = atttypid
                left join pg_attrdef on adrelid = attrelid and adnum = attnum
               where attrelid = pg_class.oid and attnum > 0 and not attisdropped),
             (select string_agg(format('  constraint %I %s', conname, pg_get_constraintdef(oid)), E',\n'
                order by array_position(array['p', 'u', 'c', 'x'], contype::text), conname)
                from pg_constraint where conrelid = pg_class.oid and contype in ('p', 'u', 'c', 'x')))) as statement
    from pg_class where ${postgresTables} and pg_class.relkind in ('r', 'p') and pg_class.relname <> all(${hidden})
   order by pg_class.oid`

const owners: Statements = (hidden) => sql`
  select format('alter sequence %I owned by %I.%I', sequence.relname, pg_class.relname, attname) as statement
    from pg_depend join pg_class sequence on sequence.oid = objid and sequence.relkind = 'S'
    join pg_class on pg_class.oid = refobjid
    join pg_attribute on attrelid = refobjid and attnum = refobjsubid
   where deptype = 'a' and ${postgresTables} and pg_class.relname <> all(${hidden}) order by sequence.oid`

const indexesOf =
  (relation: ReturnType<typeof sql>): Statements =>
  (hidden) =>
    sql`
  select pg_get_indexdef(indexrelid, 0, true) as statement
    from pg_index join pg_class on pg_class.oid = indrelid
   where ${postgresTables} and ${relation} and pg_class.relname <> all(${hidden})
     and not exists (select 1 from pg_constraint where conindid = indexrelid and contype in ('p', 'u', 'x'))
   order by indexrelid`
const indexes = indexesOf(sql`pg_class.relkind in ('r', 'p')`)
const viewIndexes = indexesOf(sql`pg_class.relkind = 'm'`)

const views: Statements = () => sql`
  select format('create %s %I as %s', case pg_class.relkind when 'm' then 'materialized view' else 'view' end, pg_class.relname,
           rtrim(pg_get_viewdef(pg_class.oid), ';')) as statement
    from pg_class where ${postgresTables} and pg_class.relkind in ('v', 'm') order by pg_class.oid`

const foreignKeys: Statements = (hidden) => sql`
  select format('alter table %I add constraint %I %s', pg_class.relname, conname, pg_get_constraintdef(pg_constraint.oid))
           as statement
    from pg_constraint join pg_class on pg_class.oid = conrelid join pg_class other on other.oid = confrelid
   where contype = 'f' and ${postgresTables} and pg_class.relname <> all(${hidden})
     and other.relnamespace = pg_class.relnamespace order by pg_constraint.oid`

const triggers: Statements = (hidden) => sql`
  select pg_get_triggerdef(pg_trigger.oid, true) as statement
    from pg_trigger join pg_class on pg_class.oid = tgrelid
   where not tgisinternal and ${postgresTables} and pg_class.relname <> all(${hidden}) order by pg_trigger.oid`

const comments: Statements = (hidden) => sql`
  select format('comment on %s is %L', case when attname is null
             then format('%s %I', case pg_class.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end, pg_class.relname)
             else format('column %I.%I', pg_class.relname, attname) end, description) as statement
    from pg_description join pg_class on pg_class.oid = objoid and classoid = 'pg_class'::regclass
    left join pg_attribute on attrelid = objoid and attnum = objsubid and objsubid > 0
   where ${postgresTables} and pg_class.relname <> all(${hidden}) order by pg_class.relname, objsubid`
