import { sql } from 'kysely'
import type { AnyKysely } from '../types/any-kysely.ts'
import type { LeftOut } from './baseline.ts'
import { postgresTables } from './read-postgres-structure.ts'

/** What a baseline does not bring along. */
export async function postgresLeftOut(db: AnyKysely): Promise<LeftOut[]> {
  const { rows } = await sql<LeftOut>`
    select format('schema %s (%s %s)', nspname, count(*), case count(*) when 1 then 'table' else 'tables' end) as what,
           format('Only the current schema is read. Its tables are reached with db.withSchema(%L); to pull them, put the schema first in the search_path of the role.', nspname) as advice
      from pg_namespace join pg_class on pg_class.relnamespace = pg_namespace.oid and pg_class.relkind in ('r', 'p')
     where nspname <> current_schema() and nspname <> 'information_schema' and nspname not like 'pg\\_%'
       and not exists (select 1 from pg_depend where objid = pg_class.oid and deptype = 'e')
     group by nspname
    union all
    select format('foreign key %s of %s', conname, pg_class.relname),
           'It points into another schema. Create that schema in a migration before the baseline, and add the key there.'
      from pg_constraint join pg_class on pg_class.oid = conrelid join pg_class other on other.oid = confrelid
     where contype = 'f' and ${postgresTables} and other.relnamespace <> pg_class.relnamespace
    union all
    select format('the partitions of %s', pg_class.relname),
           'The baseline has it as one table. Where a new database is to be partitioned, write that into the baseline by hand.'
      from pg_class where ${postgresTables} and pg_class.relkind = 'p'
    union all
    select format('%s inherits from %s', pg_class.relname, parent.relname),
           'The baseline has it as a table with all of its columns. Add "inherits" to the baseline by hand.'
      from pg_inherits join pg_class on pg_class.oid = inhrelid join pg_class parent on parent.oid = inhparent
     where ${postgresTables} and pg_class.relkind = 'r'
    union all
    select format('foreign table %s', pg_class.relname),
           'It needs its server and user mapping: create them and it in a migration of your own.'
      from pg_class where ${postgresTables} and pg_class.relkind = 'f'
    union all
    select format('row security of %s', pg_class.relname),
           'Copy its policies (pg_policies) into a migration: alter table ... enable row level security, create policy ...'
      from pg_class where ${postgresTables} and relrowsecurity
    union all
    select format('rule %s of %s', rulename, pg_class.relname), 'Copy its definition (pg_get_ruledef) into a migration.'
      from pg_rewrite join pg_class on pg_class.oid = ev_class
     where ${postgresTables} and rulename <> '_RETURN'
    union all
    select format('aggregate %s', proname), 'Copy it into a migration: create aggregate ...'
      from pg_proc where prokind = 'a' and pronamespace = (select oid from pg_namespace where nspname = current_schema())
       and not exists (select 1 from pg_depend where objid = pg_proc.oid and deptype = 'e')
    union all
    select format('event trigger %s', evtname), 'It belongs to the whole database: create it where the database is created.'
      from pg_event_trigger`.execute(db)
  return rows
}
