import mysql from 'mysql2'
import type { Connection, ConnectionOptions } from 'mysql2'

// `timestamp` columns and now() follow the session's zone. NO_BACKSLASH_ESCAPES would make the escaping of
// mysql2 wrong, and so unsafe.
const sessionSettings =
  "set session time_zone = '+00:00', sql_mode = replace(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')"

/** A connection, and what the server on its other end is. */
export interface OpenedConnection {
  readonly raw: Connection
  /** MariaDB, as it says itself. A proxy in front of it may say otherwise. */
  readonly isMariadb: boolean
}

/** Opens a connection whose session is as we need it. */
export async function openConnection(settings: ConnectionOptions): Promise<OpenedConnection> {
  const connection = mysql.createConnection(settings)
  // What fails is told by its callbacks; told here as well, it would end the process.
  connection.on('error', () => {})
  try {
    const { serverVersion } = await new Promise<{ serverVersion: string }>((resolve, reject) => {
      connection.once('connect', resolve)
      connection.once('error', reject)
    })
    await new Promise<void>((resolve, reject) => {
      connection.query(sessionSettings, (error) => (error ? reject(error) : resolve()))
    })
    return { raw: connection, isMariadb: /mariadb/i.test(serverVersion) }
  } catch (error) {
    connection.destroy()
    throw error
  }
}
