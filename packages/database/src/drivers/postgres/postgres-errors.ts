import { DatabaseError } from '../../errors/database-error.ts'

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
  return error
}
