import mysql from 'mysql2'
import type { Connection, ConnectionOptions } from 'mysql2'

/** Has the server end the statement that runs on a connection, by a `kill query` on another. */
export async function killQuery(settings: ConnectionOptions, connection: Connection): Promise<void> {
  const other = mysql.createConnection(settings)
  // What fails is told by the statement.
  other.on('error', () => {})
  try {
    await new Promise<void>((resolve, reject) => {
      other.query(`kill query ${connection.threadId}`, (error) => (error ? reject(error) : resolve()))
    })
  } finally {
    other.destroy()
  }
  // One that came when the statement had ended already waits for the next: this one, which fails in silence.
  await new Promise<void>((resolve) => {
    connection.query('do 0', () => resolve())
  })
}
