import { Client } from 'pg'
import type { ClientConfig } from 'pg'
import type { Ask } from '../guard.ts'

/** Asks on a connection of its own, which waits for nobody: what is under way elsewhere may be waiting for the answer. */
export function askBeside(settings: () => ClientConfig): Ask {
  return async (sql, parameters) => {
    const client = new Client(settings())
    // What fails is told by the calls below; told here as well, it would end the process.
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query<object>(sql, [...parameters])).rows
    } finally {
      await client.end()
    }
  }
}
