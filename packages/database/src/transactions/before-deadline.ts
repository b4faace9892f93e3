import { DatabaseError } from '../errors/database-error.ts'
import type { TransactionLevel } from './transaction-level.ts'

/**
 * Waits for the work of a transaction, and no longer than that.
 * @param begun has the stack of who asked for it
 * @throws DatabaseError E_TRANSACTION_TIMEOUT
 */
export async function beforeDeadline<Result>(
  level: TransactionLevel,
  work: () => Promise<Result>,
  timeoutMs: number,
  begun: Error,
): Promise<Result> {
  if (timeoutMs === 0) return work()
  const working = work()
  // Nobody else listens once it is too late.
  working.catch(() => {})
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const code = 'E_TRANSACTION_TIMEOUT'
      const message = `A transaction was still open after ${timeoutMs} ms and is taken back.`
      level.end({ code, message, cause: begun })
      reject(new DatabaseError(code, message, { cause: begun }))
    }, timeoutMs)
  })
  try {
    return await Promise.race([working, late])
  } finally {
    clearTimeout(timer)
  }
}
