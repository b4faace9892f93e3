import type { DatabaseConfig } from '../../config/database-config.ts'
import { DatabaseError } from '../../errors/database-error.ts'

/**
 * Refuses more than one worker process on the embedded database.
 *
 * ```ts
 * assertWorkersFit({ url: undefined }, 4) // throws E_DATABASE_ONE_WORKER
 * ```
 *
 * @throws DatabaseError E_DATABASE_ONE_WORKER
 */
export function assertWorkersFit(config: DatabaseConfig, workers: number): void {
  if (config.url || workers <= 1) return
  throw new DatabaseError(
    'E_DATABASE_ONE_WORKER',
    `The embedded database serves one process, and ${workers} workers were asked for.`,
  )
}
