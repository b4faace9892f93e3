import { sql } from 'kysely'
import { foreignMigrationTable } from '../structure/migration-tables.ts'
import type { AnyKysely } from '../types/any-kysely.ts'

/**
 * Drops what migrations make: every table, view, sequence, function and type of the database's current schema. What Laravel or
 * CodeIgniter remember of their own migrations stays.
 */
export async function dropEverything(connection: AnyKysely, isMysql: boolean): Promise<void> {
  const theirs = await foreignMigrationTable(connection, isMysql)
  const kept = theirs?.name ?? ''
  await (isMysql ? dropMysql(connection, kept) : dropPostgres(connection, kept))
}

async function dropPostgres(connection: AnyKysely, kept: string): Promise<void> {
  const { rows } = await sql<{ statement: string }>`
    (select format('drop %s if exists %I.%I cascade', case relkind when 'v' then 'view' when 'm' then 'materialized view'
             when 'S' then 'sequence' when 'f' then 'foreign table' else 'table' end, nspname, relname) as statement
      from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where nspname = current_schema() and relkind in ('r', 'p', 'v', 'm', 'S', 'f')
       and not exists (select 1 from pg_depend where objid = pg_class.oid and deptype = 'e')
       and relname <> ${kept}
       and not exists (select 1 from pg_depend join pg_class own on own.oid = refobjid
                        where objid = pg_class.oid and deptype in ('a', 'i') and own.relname = ${kept})
     order by relkind = 'S')
    union all
    select format('drop type if exists %I.%I cascade', nspname, typname)
      from pg_type join pg_namespace on pg_namespace.oid = typnamespace
     where nspname = current_schema()
       and (typtype in ('e', 'd') or exists (select 1 from pg_class where pg_class.oid = typrelid and relkind = 'c'))
       and not exists (select 1 from pg_depend where objid = pg_type.oid and deptype = 'e')
    union all
    select format('drop %s if exists %s cascade', case prokind when 'p' then 'procedure' else 'function' end, pg_proc.oid::regprocedure)
      from pg_proc join pg_namespace on pg_namespace.oid = pronamespace
     where nspname = current_schema() and prokind in ('f', 'p')
       and not exists (select 1 from pg_depend where objid = pg_proc.oid and deptype = 'e')`.execute(
    connection,
  )
  for (const { statement } of rows) await sql.raw(statement).execute(connection)
}

async function dropMysql(connection: AnyKysely, kept: string): Promise<void> {
  const { rows } = await sql<{ name: string; kind: string }>`
    select table_name as name, table_type as kind from information_schema.tables
     where table_schema = database() and table_name <> ${kept}
    union all
    select routine_name, routine_type from information_schema.routines
     where routine_schema = database()`.execute(connection)
  await sql`set foreign_key_checks = 0`.execute(connection)
  try {
    for (const { name, kind } of rows) {
      const word = kind.endsWith('TABLE') ? 'table' : kind
      await sql`drop ${sql.raw(word)} if exists ${sql.id(name)}`.execute(connection)
    }
  } finally {
    await sql`set foreign_key_checks = 1`.execute(connection)
  }
}
