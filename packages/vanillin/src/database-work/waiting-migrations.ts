import type { Application } from '@vanillin/core'
import { createMigrator, Database } from '@vanillin/database'
import { embeddedFiles, type EmbeddedDatabaseFiles } from './database-files.ts'

/** How many migrations of a built app wait. Nothing is written. */
export async function waitingMigrations(app: Application, embedded: EmbeddedDatabaseFiles): Promise<number> {
  const sources = await embeddedFiles(embedded).migrations()
  const migrator = createMigrator({ database: app.use(Database), migrations: sources })
  return (await migrator.status()).filter(({ state }) => state === 'pending').length
}
