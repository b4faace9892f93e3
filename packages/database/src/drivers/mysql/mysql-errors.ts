import { DatabaseError } from '../../errors/database-error.ts'
import { withRefusedReference } from '../../errors/missing-reference.ts'
import { withHelp } from '../../errors/with-help.ts'
import { UniqueViolation } from '../../errors/unique-violation.ts'
import type { Ask } from '../guard.ts'

/** What refusals of MySQL and MariaDB mean where an app can do something about them. All others stay as they are. */
export async function explainMysqlError(error: unknown, sql: string, ask: Ask): Promise<unknown> {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  if (error instanceof Error && code === 'ER_QUERY_INTERRUPTED') {
    return new DatabaseError('E_STATEMENT_CANCELLED', `The database ended a statement: ${error.message}.`, {
      cause: error,
    })
  }
  if (!(error instanceof Error) || code !== 'ER_DUP_ENTRY') return withRefusedReference(withHelp(error))
  const table = /^(?:insert|replace|update)\s(?:[a-z_]+\s)*?`([^`]+)`/i.exec(sql)?.[1] ?? ''
  // MySQL 8 writes `posts.posts_title_unique`, MariaDB the name of the key alone.
  const named = /'([^']*)'$/.exec(error.message)?.[1] ?? ''
  const constraint = named.startsWith(`${table}.`) ? named.slice(table.length + 1) : named
  // Not its cause: its message has the value.
  return new UniqueViolation({ table, columns: await columnsOf(table, constraint, ask), constraint })
}

async function columnsOf(table: string, key: string, ask: Ask): Promise<string[]> {
  try {
    const rows = await ask(
      `select column_name as name from information_schema.statistics
        where table_schema = database() and table_name = ? and index_name = ? order by seq_in_index`,
      [table, key],
    )
    return (rows as { name: string | null }[]).flatMap(({ name }) => name ?? [])
  } catch {
    return []
  }
}
