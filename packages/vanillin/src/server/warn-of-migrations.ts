import type { Application } from '@vanillin/core'
import type { BuiltDatabase } from './built-app.ts'

/** Says how many migrations have not run; a database that does not answer is told of by its provider. */
export async function warnOfMigrations(app: Application, database: BuiltDatabase): Promise<void> {
  if (Object.keys(database.migrations).length === 0) return
  try {
    const { waitingMigrations } = await database.load()
    const count = await waitingMigrations(app, database)
    if (count === 0 || app.isStopping) return
    const waiting = count === 1 ? '1 migration has' : `${count} migrations have`
    app.log.warn(`${waiting} not run: node server.js migrate`)
  } catch {
    // Without a database nothing is known of its migrations.
  }
}
