import { AsyncLocalStorage } from 'node:async_hooks'
import type { TransactionLevel } from './transaction-level.ts'

const storage = new AsyncLocalStorage<TransactionLevel>()
let open = 0

/** The innermost transaction around the code that is running, of whichever database. */
export function innermostLevel(): TransactionLevel | undefined {
  return open === 0 ? undefined : storage.getStore()
}

/** The innermost one of one database. */
export function levelOf(scope: object): TransactionLevel | undefined {
  let level = innermostLevel()
  while (level !== undefined && level.scope !== scope) level = level.around
  return level
}

/**
 * Runs work so that its queries find its transaction. On Node 20 a storage that is in use makes every promise of the process dearer, so
 * it is switched off when the last transaction has ended.
 */
export async function runInside<Result>(
  level: TransactionLevel,
  work: () => Promise<Result>,
): Promise<Result> {
  open++
  try {
    return await storage.run(level, work)
  } finally {
    open--
    if (open === 0) storage.disable()
  }
}

/** Runs work so that its queries belong to no transaction, whatever is around it. */
export function runOutside<Result>(work: () => Promise<Result>): Promise<Result> {
  return open === 0 ? work() : storage.exit(work)
}
