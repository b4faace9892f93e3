import { CompiledQuery } from 'kysely'
import { DatabaseError } from '../errors/database-error.ts'
import { isConflict } from './is-conflict.ts'
import type { TransactionLevel } from './transaction-level.ts'

/**
 * Before a commit. PostgreSQL undoes a transaction with the first statement that fails, MySQL with a deadlock, and neither says so when
 * it is asked to commit: where an error was caught, the rest would seem to be written.
 *
 * @throws DatabaseError E_TRANSACTION_ABORTED
 */
export async function assertAlive(level: TransactionLevel): Promise<void> {
  level.assertOpen()
  const { failure } = level
  if (failure === undefined) return
  if (!isConflict(failure) && (await takesQueries(level))) return
  throw new DatabaseError(
    'E_TRANSACTION_ABORTED',
    'A statement of the transaction failed, its error was caught, and the database has undone the whole of it.',
    { cause: failure },
  )
}

async function takesQueries({ transaction }: TransactionLevel): Promise<boolean> {
  try {
    await transaction.executeQuery(CompiledQuery.raw('select 1'))
    return true
  } catch {
    return false
  }
}
