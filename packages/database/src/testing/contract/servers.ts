import { randomBytes } from 'node:crypto'
import { DatabaseError, connectDatabase, sql } from '../../index.ts'
import type { Database, DatabaseConfig } from '../../index.ts'
import type { Subject } from './describe-database.ts'

/** The servers of the development and CI machines, each overridable. */
export const postgresUrl = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'
export const mysqlUrl = process.env.TEST_MYSQL_URL ?? 'mysql://root@127.0.0.1:3306/mysql'

/** Why a server cannot be reached, or null when it answers. */
export async function whyUnreachable(url: string): Promise<string | null> {
  const server = await connectDatabase({ url, pool: { acquireTimeoutMs: 3000 } })
  try {
    await sql`select 1`.execute(server)
    return null
  } catch (error) {
    if (error instanceof DatabaseError) return error.message
    throw error
  } finally {
    await server.close()
  }
}

/** Creates a database of the suite's own on the server; `dispose` drops it. */
export async function createSubject(serverUrl: string): Promise<Subject & { url: string }> {
  const name = `vanillin_test_${process.pid}_${randomBytes(4).toString('hex')}`
  const server = await connectDatabase({ url: serverUrl })
  await sql`create database ${sql.id(name)}`.execute(server)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const connectAgain = (config?: Partial<DatabaseConfig>): Promise<Database> =>
    connectDatabase({ ...config, url: url.href })
  const database = await connectAgain()
  return {
    url: url.href,
    database,
    connectAgain,
    dispose: async () => {
      await database.close()
      const force = server.driver === 'postgres' ? sql` with (force)` : sql``
      await sql`drop database ${sql.id(name)}${force}`.execute(server)
      await server.close()
    },
  }
}
