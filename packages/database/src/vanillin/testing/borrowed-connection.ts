import type { DatabaseConnection } from 'kysely'
import type { Database } from '../../connection/database.ts'

/** A connection that stays with the one who asked for it until it is given back. */
export interface BorrowedConnection {
  readonly connection: DatabaseConnection
  readonly release: () => Promise<void>
}

export function borrowConnection(database: Database): Promise<BorrowedConnection> {
  return new Promise((resolve, reject) => {
    const over = database.getExecutor().provideConnection(
      (connection) =>
        new Promise<void>((free) => {
          const release = async (): Promise<void> => {
            free()
            await over
          }
          resolve({ connection, release })
        }),
    )
    over.catch(reject)
  })
}
