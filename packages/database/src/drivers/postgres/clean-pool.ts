import type { Client, Pool, PoolClient } from 'pg'
import type { Lender } from './pipeline/lane-connection.ts'
import type { ConnectPauses } from '../connect-pauses.ts'
import { ownColumns } from './own-types.ts'
import type { ColumnDescription } from './pipeline/row-reader.ts'
import { isConnectionLost } from '../connection-failures.ts'

const lastOwnColumns = new WeakMap<PoolClient, readonly ColumnDescription[]>()

/** The columns of the last answer on a connection of such a pool that {@link OwnTypes} is to read. */
export function ownColumnsOn(client: PoolClient): readonly ColumnDescription[] | undefined {
  return lastOwnColumns.get(client)
}

/**
 * A pool that lends connections as they should be. pg hands one to the next even where a transaction is still open on it, because a
 * raw `begin` was forgotten or a rollback failed: such a connection is closed here. `onRelease` is told
 * of each connection that is given back.
 */
export function cleanPool(pool: Pool, pauses: ConnectPauses, onRelease: () => void): Lender {
  const ended = new WeakSet<PoolClient>()
  // The server says farewell before the socket closes: the next query on it would be lost.
  pool.on('connect', (client) => {
    const { connection } = client as PoolClient & Pick<Client, 'connection'>
    connection.on('rowDescription', ({ fields }: { fields: ColumnDescription[] }) => {
      const own = ownColumns(fields)
      if (own) lastOwnColumns.set(client, own)
      else lastOwnColumns.delete(client)
    })
    connection.on('errorMessage', (error: Error) => {
      if (isConnectionLost(error)) ended.add(client)
    })
  })
  return {
    connect: async () => {
      const connect = (): Promise<PoolClient> => pool.connect()
      const client = await (pool.idleCount > 0 ? connect() : pauses.attempt(connect))
      const release = client.release.bind(client)
      client.release = () => {
        release(ended.has(client) || client.getTransactionStatus() !== 'I')
        onRelease()
      }
      return client
    },
  }
}
