import { sql } from 'kysely'
import type { AnyKysely } from '../types/any-kysely.ts'

/** Another framework's own record of its migrations in this database. */
export interface ForeignMigrationTable {
  name: string
  framework: 'Laravel' | 'CodeIgniter'
}

const shapes: Record<string, ForeignMigrationTable['framework']> = {
  'batch,id,migration': 'Laravel',
  'batch,class,group,id,namespace,time,version': 'CodeIgniter',
  version: 'CodeIgniter',
}

/**
 * The `migrations` table of Laravel or CodeIgniter, known by its columns; null where there is none. It is theirs as long as
 * they run beside us: nothing here reads it as a table of the app, or changes or drops it.
 */
export async function foreignMigrationTable(
  db: AnyKysely,
  isMysql: boolean,
): Promise<ForeignMigrationTable | null> {
  const schema = isMysql ? sql`database()` : sql`current_schema()`
  const { rows } = await sql<{ name: string }>`
    select column_name as ${sql.ref('name')} from information_schema.columns
     where table_schema = ${schema} and table_name = 'migrations'`.execute(db)
  const shape = rows
    .map(({ name }) => name)
    .toSorted()
    .join(',')
  const framework = shapes[shape]
  return framework === undefined ? null : { name: 'migrations', framework }
}
