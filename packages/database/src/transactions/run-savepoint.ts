import { DatabaseError } from '../errors/database-error.ts'
import { assertAlive } from './assert-alive.ts'
import { innermostLevel, runInside } from './transaction-context.ts'
import { ENDED, TransactionLevel } from './transaction-level.ts'
import type { TransactionWork } from './run-transaction.ts'
import type { TransactionOptions } from './transaction-options.ts'

/** Runs work in a savepoint of the transaction around it. @throws DatabaseError E_TRANSACTION_INVALID */
export function runSavepoint<Result>(
  outer: TransactionLevel,
  work: TransactionWork<Result>,
  options: TransactionOptions,
): Promise<Result> {
  assertNone(options)
  const name = `vanillin_${outer.depth + 1}`
  const open = async (): Promise<TransactionLevel> => {
    const transaction = await outer.transaction.savepoint(name).execute()
    return new TransactionLevel({ scope: outer.scope, transaction, around: innermostLevel(), outer })
  }
  return outer.within(open, async (level) => {
    let result: Result
    try {
      result = await runInside(level, () => work(level.transaction))
      await assertAlive(level)
      level.end(ENDED)
    } catch (error) {
      level.end(ENDED)
      await rollbackTo(outer, name, error)
      throw error
    }
    await outer.transaction.releaseSavepoint(name).execute()
    outer.addCallbacks(level.callbacks)
    return result
  })
}

/** MySQL undoes the whole transaction for a deadlock, its savepoints included; a connection that is lost takes all with it. */
async function rollbackTo(outer: TransactionLevel, name: string, cause: unknown): Promise<void> {
  try {
    await outer.transaction.rollbackToSavepoint(name).execute()
    await outer.transaction.releaseSavepoint(name).execute()
  } catch {
    const message = 'The database has undone the whole transaction, not only the part that failed.'
    outer.end({ code: 'E_TRANSACTION_ABORTED', message, cause })
  }
}

function assertNone(options: TransactionOptions): void {
  const given = Object.keys(options)
  if (given.length === 0) return
  throw new DatabaseError(
    'E_TRANSACTION_INVALID',
    `A transaction inside of another was given options of its own: ${given.join(', ')}.`,
  )
}
