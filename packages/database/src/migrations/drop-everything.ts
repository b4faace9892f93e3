import { sql } from 'kysely'
import type { AnyKysely } from '../types/any-kysely.ts'

/** Drops every table, view, sequence and enumerated type of the database's current schema. */
export async function dropEverything(connection: AnyKysely, isMysql: boolean): Promise<void> {
  await (isMysql ? dropMysql(connection) : dropPostgres(connection))
}

async function dropPostgres(connection: AnyKysely): Promise<void> {
  const { rows } = await sql<{ statement: string }>`
    (select format('drop %s if exists %I.%I cascade', case relkind when 'v' then 'view' when 'm' then 'materialized view'
             when 'S' then 'sequence' when 'f' then 'foreign table' else 'table' end, nspname, relname) as statement
      from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where nspname = current_schema() and relkind in ('r', 'p', 'v', 'm', 'S', 'f')
       and not exists (select 1 from pg_depend where objid = pg_class.oid and deptype = 'e')
     order by relkind = 'S')
    union all
    select format('drop type if exists %I.%I cascade', nspname, typname)
      from pg_type join pg_namespace on pg_namespace.oid = typnamespace
     where nspname = current_schema() and typtype = 'e'`.execute(connection)
  for (const { statement } of rows) await sql.raw(statement).execute(connection)
}

async function dropMysql(connection: AnyKysely): Promise<void> {
  const { rows } = await sql<{ name: string; kind: string }>`
    select table_name as name, table_type as kind from information_schema.tables
     where table_schema = database()`.execute(connection)
  await sql`set foreign_key_checks = 0`.execute(connection)
  try {
    for (const { name, kind } of rows) {
      await sql`drop ${sql.raw(kind === 'VIEW' ? 'view' : 'table')} if exists ${sql.table(name)}`.execute(
        connection,
      )
    }
  } finally {
    await sql`set foreign_key_checks = 1`.execute(connection)
  }
}
