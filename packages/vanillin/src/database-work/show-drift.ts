import { schemaDrift } from '@vanillin/database'
import type { Database, SchemaDifference } from '@vanillin/database'
import type { Terminal } from '../cli/terminal.ts'
import { UserError } from '../cli/user-error.ts'
import { columnsOf } from './text-columns.ts'

/**
 * `db:drift`: what database/schema.ts says otherwise than the database. Exit code 1 where they differ.
 * @throws UserError where there is no schema to compare with
 */
export async function showDrift(
  database: Database,
  schema: string | undefined,
  json: boolean,
  terminal: Terminal,
): Promise<number> {
  if (schema === undefined) {
    throw new UserError(
      'There is no database/schema.ts to compare with.',
      '`vanillin migrate` writes it, and `vanillin db:pull` for a database that was there before the app.',
    )
  }
  const differences = await schemaDrift(database, schema)
  if (json) terminal.line(JSON.stringify({ equal: differences.length === 0, differences }, null, 2))
  else if (differences.length === 0)
    terminal.success(`database/schema.ts is what ${database.description} has.`)
  else print(differences, database, terminal)
  return differences.length === 0 ? 0 : 1
}

function print(differences: readonly SchemaDifference[], database: Database, terminal: Terminal): void {
  const count = differences.length === 1 ? 'a difference' : `${differences.length} differences`
  terminal.error(
    `database/schema.ts and ${database.description}: ${count}`,
    'Where the database is behind, run its migrations; where database/schema.ts is, `vanillin migrate` rewrites it.',
  )
  const rows = differences.map(({ table, column, schema, database: found }) => [
    column === null ? table : `${table}.${column}`,
    schema ?? 'absent',
    '->',
    found ?? 'absent',
  ])
  for (const line of columnsOf([['', 'database/schema.ts', '', 'database'], ...rows])) terminal.line(line)
}
