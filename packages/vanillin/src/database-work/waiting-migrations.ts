import type { Application } from '@vanillin/core'
import { createMigrator, Database } from '@vanillin/database'
import { embeddedFiles } from './database-files.ts'
import type { EmbeddedDatabaseFiles } from './run-embedded-call.ts'

/** How many migrations of a built app wait. Nothing is written. */
export async function waitingMigrations(
  app: Application,
  { migrations, seeds }: EmbeddedDatabaseFiles,
): Promise<number> {
  const sources = await embeddedFiles(migrations, seeds).migrations()
  const migrator = createMigrator({ database: app.use(Database), migrations: sources })
  return (await migrator.status()).filter(({ state }) => state === 'pending').length
}
