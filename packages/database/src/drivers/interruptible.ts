import type { DatabaseConnection } from 'kysely'

/** A connection on which the server can be told to end what runs. */
export interface Interruptible {
  /** Ends the statement that is under way, if there is one: it fails, and the connection goes on. */
  interrupt(): void
}

export function isInterruptible(
  connection: DatabaseConnection,
): connection is DatabaseConnection & Interruptible {
  return 'interrupt' in connection && typeof connection.interrupt === 'function'
}
