import { hide } from './failed-statement.ts'

/** A foreign key that points at no row: PostgreSQL and embedded; MySQL and MariaDB. */
const missingReference = new Set(['23503', 'ER_NO_REFERENCED_ROW_2', 'ER_NO_REFERENCED_ROW'])

/** Notes on a refusal of a foreign key that it is about the values: the form that they came from is checked again. */
export function withRefusedReference(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !missingReference.has(error.code as string))
    return error
  hide(error, 'refusesInput', true)
  return error
}
