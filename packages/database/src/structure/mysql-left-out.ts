import { sql } from 'kysely'
import type { AnyKysely } from '../types/any-kysely.ts'
import type { LeftOut } from './baseline.ts'

/** What a baseline does not bring along. */
export async function mysqlLeftOut(db: AnyKysely): Promise<LeftOut[]> {
  const { rows } = await sql<LeftOut>`
    select concat('event ', event_name) as what,
           'It runs by the scheduler of this server: copy it (show create event) into a migration, once.' as advice
      from information_schema.events where event_schema = database()
    union all
    select concat('sequence ', table_name), 'Copy it (show create sequence) into the baseline, before the tables that use it.'
      from information_schema.tables where table_schema = database() and table_type = 'SEQUENCE'
    union all
    select distinct concat('foreign key ', constraint_name, ' of ', table_name),
           concat('It points into the database ', referenced_table_schema, ', which the baseline expects under that name.')
      from information_schema.key_column_usage
     where table_schema = database() and referenced_table_schema <> database()`.execute(db)
  return rows
}
