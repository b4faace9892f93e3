import { DatabaseError } from '../errors/database-error.ts'
import { abortError } from '../queries/abort-error.ts'
import type { TransactionLevel } from './transaction-level.ts'

/** How long a transaction may be open. */
export interface Deadline {
  /** 0: without end. */
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  /** Has the stack of who asked for it. */
  readonly begun: Error
  /** Ends the query that is under way. */
  readonly interrupt: () => void
}

/**
 * Waits for the work of a transaction, and no longer than it may take.
 * @throws DatabaseError E_TRANSACTION_TIMEOUT, E_QUERY_ABORTED, E_QUERY_TIMEOUT
 */
export async function beforeDeadline<Result>(
  level: TransactionLevel,
  work: () => Promise<Result>,
  { timeoutMs, signal, begun, interrupt }: Deadline,
): Promise<Result> {
  if (signal?.aborted) throw abortError(signal)
  let timer: NodeJS.Timeout | undefined
  let onAbort = (): void => {}
  const late = new Promise<never>((_, reject) => {
    const end = (error: DatabaseError): void => {
      level.end(error)
      interrupt()
      reject(error)
    }
    const message = `A transaction was still open after ${timeoutMs} ms and is taken back.`
    const endLate = (): void => end(new DatabaseError('E_TRANSACTION_TIMEOUT', message, { cause: begun }))
    if (timeoutMs !== 0) timer = setTimeout(endLate, timeoutMs)
    if (signal) onAbort = () => end(abortError(signal))
  })
  signal?.addEventListener('abort', onAbort)
  const working = work()
  // Nobody else listens once it is too late.
  working.catch(() => {})
  try {
    return await Promise.race([working, late])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}
