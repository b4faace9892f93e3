import { DatabaseError } from '../../errors/database-error.ts'
import { hide } from '../../errors/failed-statement.ts'
import { withRefusedReference } from '../../errors/missing-reference.ts'
import { withHelp } from '../../errors/with-help.ts'
import { UniqueViolation } from '../../errors/unique-violation.ts'

const uniqueViolation = '23505'
const queryCanceled = '57014'
/** A byte that is no text, and `\u0000` inside of JSON. What JavaScript sends is always UTF-8: it is a NUL character. */
const textInvalid = new Set(['22021', '22P05'])

/** What PostgreSQL's refusals mean where they are about the input or a limit. All others stay as they are. */
export function explainPostgresError(error: unknown): unknown {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  if (typeof code !== 'string' || !(error instanceof Error)) return error
  if (textInvalid.has(code)) {
    return new DatabaseError('E_TEXT_INVALID', 'A text has a NUL character, which PostgreSQL cannot store.', {
      cause: error,
    })
  }
  if (code === queryCanceled) {
    return new DatabaseError('E_STATEMENT_CANCELLED', `The database ended a statement: ${error.message}.`, {
      cause: error,
    })
  }
  if (code === uniqueViolation) return toUniqueViolation(error)
  return withRefusedReference(withHelp(error))
}

function toUniqueViolation(error: Error & { table?: string; constraint?: string; detail?: string }): Error {
  const { table = '', constraint = '', detail = '' } = error
  // It has the values, and no log is to have them.
  hide(error, 'detail', detail)
  return new UniqueViolation({ table, columns: columnsIn(detail), constraint }, { cause: error })
}

/** `Key (author_id, lower(title::text))=(1, hello) already exists.`, in the language of the server. */
function columnsIn(detail: string): string[] {
  const list = /^[^(]*\((.*?)\)=\(/s.exec(detail)?.[1] ?? ''
  return list
    .split(', ')
    .map((part) =>
      part
        .replace(/::[^,()]+/g, '')
        .replace(/^\w+\((.*)\)$/, '$1')
        .replace(/^\(?"?(.*?)"?\)?$/, '$1'),
    )
    .filter((part) => part !== '')
}
