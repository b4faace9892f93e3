import { setTimeout as wait } from 'node:timers/promises'
import type { ControlledTransactionBuilder } from 'kysely'
import { isInterruptible } from '../drivers/interruptible.ts'
import { DatabaseError } from '../errors/database-error.ts'
import { abortError } from '../queries/abort-error.ts'
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
  if (options.signal?.aborted) throw abortError(options.signal)
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
  const { timeoutMs = defaultTimeoutMs, signal } = options
  const transaction = await begin(source, options)
  const around = innermostLevel()
  const level = new TransactionLevel({ scope: source.scope, transaction, around, outer: undefined })
  const inside = (): Promise<Result> => runInside(level, () => work(transaction))
  let result: Result
  try {
    const interrupt = await interruptOf(transaction)
    result = await beforeDeadline(level, inside, { timeoutMs, signal, begun, interrupt })
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

/** Asked for while nothing runs: later the connection is busy. */
async function interruptOf(transaction: OpenTransaction): Promise<() => void> {
  const connection = await transaction.getExecutor().provideConnection((own) => Promise.resolve(own))
  return () => {
    if (isInterruptible(connection)) connection.interrupt()
  }
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

/** The caller has waited long enough for these: the rollback comes behind the query that was under way. */
const hurried = new Set<string>(['E_TRANSACTION_TIMEOUT', 'E_QUERY_ABORTED', 'E_QUERY_TIMEOUT'])

/** The error of the work tells more than that of a connection which is gone. */
async function rollback(transaction: OpenTransaction, cause: unknown): Promise<void> {
  const done = transaction.rollback().execute()
  if (cause instanceof DatabaseError && hurried.has(cause.code)) done.catch(() => {})
  else await done.catch(() => {})
}
