import type { PostgresPool } from 'kysely'
import type { Pool } from 'pg'

/**
 * The pool as Kysely sees it. pg hands a connection to the next one even where a transaction is still open on it, because a
 * raw `begin` was forgotten or a rollback failed: such a connection is closed here.
 */
export function cleanPool(pool: Pool): PostgresPool {
  return {
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect()
      const release = client.release.bind(client)
      client.release = () => release(client.getTransactionStatus() !== 'I')
      return client
    },
  }
}
