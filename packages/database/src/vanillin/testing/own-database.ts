import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { DatabaseConfig } from '../../config/database-config.ts'
import { connectDatabase } from '../../connection/connect-database.ts'
import type { Database } from '../../connection/database.ts'
import { migrationsIn } from '../../migrations/migration-source.ts'
import { createMigrator } from '../../migrations/migrator.ts'
import { loadTypeScript } from '../load-typescript.ts'

/** Databases that every server has, and everybody may connect to. */
const MAINTENANCE = { postgres: 'postgres', mysql: 'information_schema' } as const

/** A database on a server for one file of tests. */
export interface OwnDatabase {
  readonly database: Database
  /** Closes and drops it. */
  dispose(): Promise<void>
}

/** Makes a database beside the configured one, with every migration of the app and no rows. */
export async function createOwnDatabase(
  config: DatabaseConfig & { url: string },
  root: string,
): Promise<OwnDatabase> {
  const url = new URL(config.url)
  const name = `${url.pathname.slice(1, 41)}_test_${randomBytes(5).toString('hex')}`
  await onServer(config.url, async (server) => {
    await sql`create database ${sql.id(name)}`.execute(server)
  })
  url.pathname = `/${name}`
  // The replicas are those of another database.
  const database = await connectDatabase({ ...config, url: url.href, replicas: [] })
  const dispose = async (): Promise<void> => {
    await database.close()
    await onServer(config.url, async (server) => {
      const force = server.driver === 'postgres' ? sql` with (force)` : sql``
      await sql`drop database ${sql.id(name)}${force}`.execute(server)
    })
  }
  try {
    const migrations = await migrationsIn(join(root, 'database', 'migrations'), (file) =>
      loadTypeScript(root, file),
    )
    await createMigrator({ database, migrations }).migrate()
  } catch (error) {
    await dispose()
    throw error
  }
  return { database, dispose }
}

async function onServer(configured: string, work: (server: Database) => Promise<void>): Promise<void> {
  const url = new URL(configured)
  url.pathname = `/${url.protocol.startsWith('postgres') ? MAINTENANCE.postgres : MAINTENANCE.mysql}`
  const server = await connectDatabase({ url: url.href, pool: { max: 2 } })
  try {
    await work(server)
  } finally {
    await server.close()
  }
}
