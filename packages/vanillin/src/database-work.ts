export { runEmbeddedCall } from './database-work/run-embedded-call.ts'
export { waitingMigrations } from './database-work/waiting-migrations.ts'
