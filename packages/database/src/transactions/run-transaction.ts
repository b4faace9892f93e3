import { setTimeout as wait } from 'node:timers/promises'
import type { ControlledTransactionBuilder } from 'kysely'
import { DatabaseError } from '../errors/database-error.ts'
import type { KnownTables } from '../types/tables.ts'
import { runCallbacks } from './after-commit.ts'
import { assertAlive } from './assert-alive.ts'
import { beforeDeadline } from './before-deadline.ts'
import { isConflict } from './is-conflict.ts'
import { runSavepoint } from './run-savepoint.ts'
import { innermostLevel, levelOf, runInside } from './transaction-context.ts'
import { ENDED, TransactionLevel } from './transaction-level.ts'
import type { OpenTransaction } from './transaction-level.ts'
import type { TransactionOptions } from './transaction-options.ts'

export type TransactionWork<Result> = (transaction: OpenTransaction) => Promise<Result>

/** A database, to begin transactions of. */
export interface TransactionSource {
  /** Stands for it. */
  readonly scope: object
  readonly start: () => ControlledTransactionBuilder<KnownTables>
}

const defaultTimeoutMs = 60_000
const firstPauseMs = 10

/** Runs work in a transaction, or in a savepoint of the one that is around it already. */
export async function runTransaction<Result>(
  source: TransactionSource,
  work: TransactionWork<Result>,
  options: TransactionOptions,
): Promise<Result> {
  const outer = levelOf(source.scope)
  if (outer !== undefined) return runSavepoint(outer, work, options)
  // When it turns out to be too slow, no stack tells any more who asked for it.
  const begun = new Error('The transaction was begun here')
  for (let attempt = 0; ; attempt++) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      return await attemptTransaction(source, work, options, begun)
    } catch (error) {
      if (attempt >= (options.retries ?? 0) || !isConflict(error)) throw error
      // oxlint-disable-next-line no-await-in-loop -- those that met each other should not meet again
      await wait(firstPauseMs * 2 ** attempt * (0.5 + Math.random()))
    }
  }
}

async function attemptTransaction<Result>(
  source: TransactionSource,
  work: TransactionWork<Result>,
  options: TransactionOptions,
  begun: Error,
): Promise<Result> {
  const transaction = await begin(source, options)
  const around = innermostLevel()
  const level = new TransactionLevel({ scope: source.scope, transaction, around, outer: undefined })
  const inside = (): Promise<Result> => runInside(level, () => work(transaction))
  let result: Result
  try {
    result = await beforeDeadline(level, inside, options.timeoutMs ?? defaultTimeoutMs, begun)
    await assertAlive(level)
    level.end(ENDED)
    await transaction.commit().execute()
  } catch (error) {
    level.end(ENDED)
    await rollback(transaction, error)
    throw error
  }
  await runCallbacks(level.callbacks)
  return result
}

function begin(
  source: TransactionSource,
  { isolation, readOnly }: TransactionOptions,
): Promise<OpenTransaction> {
  let builder = source.start()
  if (isolation !== undefined) builder = builder.setIsolationLevel(isolation)
  if (readOnly === true) builder = builder.setAccessMode('read only')
  return builder.execute()
}

/** The error of the work tells more than that of a connection which is gone. */
async function rollback(transaction: OpenTransaction, cause: unknown): Promise<void> {
  const done = transaction.rollback().execute()
  // It comes behind the query that is under way, for which the caller has waited long enough.
  if (cause instanceof DatabaseError && cause.code === 'E_TRANSACTION_TIMEOUT') done.catch(() => {})
  else await done.catch(() => {})
}
