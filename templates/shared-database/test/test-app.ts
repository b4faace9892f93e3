import { resolve } from 'node:path'
import { createMigrator, db, migrationsIn } from 'vanillin/database'
import app from '../bootstrap.ts'

/** The app in process, without a port, on a database in memory that has all migrations and no rows. */
export async function testApp() {
  await app.boot()
  const migrations = await migrationsIn(resolve('database/migrations'), (file) => import(file))
  await createMigrator({ database: db, migrations }).migrate()
  return app
}
