import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

/** A text as SQL writes it, where no parameter may stand. MySQL takes a backslash for an escape. */
export function quoteText(text: string, isMysql: boolean): RawBuilder<never> {
  const quoted = text.replaceAll("'", "''")
  return sql.raw(`'${isMysql ? quoted.replaceAll('\\', '\\\\') : quoted}'`)
}
