import type { Application, EmbeddedParts } from '@vanillin/core'
import type { EmbeddedDatabaseFiles } from '../database-work/database-files.ts'
import type { runEmbeddedCall } from '../database-work/run-embedded-call.ts'
import type { waitingMigrations } from '../database-work/waiting-migrations.ts'

/** What a build puts together: the app, and what it would otherwise read from its folder. */
export interface BuiltApp {
  readonly application: Application
  readonly embedded: EmbeddedParts
  /** Absent when the app has no migrations and seeds. */
  readonly database?: BuiltDatabase
}

export interface BuiltDatabase extends EmbeddedDatabaseFiles {
  readonly load: () => Promise<{
    runEmbeddedCall: typeof runEmbeddedCall
    waitingMigrations: typeof waitingMigrations
  }>
}
