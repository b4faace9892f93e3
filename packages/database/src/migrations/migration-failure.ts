import { DatabaseError } from '../errors/database-error.ts'
import { sqlOf } from '../errors/failed-statement.ts'
import { failingLine } from './failing-line.ts'
import type { StatementRecorder } from './statement-recorder.ts'

/**
 * Why a migration failed, where, and what is left of it.
 * @param name with its direction: `2026_11_22_120000_create_posts (up)`
 */
export function migrationFailure(
  name: string,
  recorder: StatementRecorder,
  error: unknown,
  isMysql: boolean,
): DatabaseError {
  const reason = error instanceof Error ? error.message : String(error)
  const done = recorder.finished
  const isHalfDone = isMysql && done > 0
  const state = isHalfDone
    ? `It is half done: MySQL cannot undo the ${done} statement${done === 1 ? '' : 's'} that ran.`
    : 'Nothing of it was kept.'
  const isStatement = recorder.count > done
  const statement = isStatement ? ` at statement ${recorder.count} (${recorder.last})` : ''
  const line = failingLine(error instanceof Error ? error.stack : '', isStatement ? recorder.lastCall : '')
  const sql = isStatement ? sqlOf(error) : undefined
  return new DatabaseError(
    'E_MIGRATION_FAILED',
    `Migration ${name} failed${statement}${line ? `, ${line}` : ''}: ${reason}. ${state}` +
      (sql === undefined ? '' : `\n  SQL: ${sql}`),
    {
      cause: error,
      ...(isHalfDone && { help: 'Undo those statements by hand, correct the migration and run it again.' }),
    },
  )
}
