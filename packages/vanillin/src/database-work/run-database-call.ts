import type { Application } from '@vanillin/core'
import { createMigrator, Database, runSeeds, writeSchema } from '@vanillin/database'
import type { MigrationStatus, Migrator, PretendedMigration } from '@vanillin/database'
import type { Terminal } from '../cli/terminal.ts'
import type { DatabaseCall } from './database-call.ts'
import type { DatabaseFiles } from './database-files.ts'
import { showDatabase } from './show-database.ts'
import { showDrift } from './show-drift.ts'
import { showTable } from './show-table.ts'

export interface DatabaseWork {
  /** Booted. */
  readonly app: Application
  readonly files: DatabaseFiles
  readonly terminal: Terminal
  /** Where `database/schema.ts` is rewritten after a change; undefined on a server, where nobody compiles. */
  readonly schemaFile: string | undefined
}

/**
 * Does the work and says what was done. Resolves with the exit code.
 * @throws DatabaseError as migrator and seeds do
 */
export async function runDatabaseCall(call: DatabaseCall, work: DatabaseWork): Promise<number> {
  const { app, files, terminal } = work
  const database = app.use(Database)
  const migrator = await createAppMigrator(work)
  switch (call.command) {
    case 'migrate':
      report(await thenRewriteSchema(migrator.migrate(), work), 'Nothing to migrate.', terminal)
      return 0
    case 'migrate:pretend':
      return printPretended(await migrator.pretend(), terminal)
    case 'migrate:rollback': {
      const rolledBack = migrator.rollback(call.steps === undefined ? {} : { steps: call.steps })
      report(await thenRewriteSchema(rolledBack, work), 'Nothing to roll back.', terminal)
      return 0
    }
    case 'migrate:fresh':
      report(await thenRewriteSchema(migrator.fresh(), work), 'There are no migrations.', terminal)
      return call.seed ? seed(database, files, terminal) : 0
    case 'migrate:status':
      return printStatus(await migrator.status(), terminal)
    case 'db:show':
      return showDatabase(database, call.json, terminal)
    case 'db:table':
      return showTable(database, call.table, call.json, terminal)
    case 'db:drift':
      return showDrift(database, await files.schema(), call.json, terminal)
    case 'seed':
      break
  }
  return seed(database, files, terminal)
}

/** The names of the migrations that wait. */
export async function pendingMigrations(work: DatabaseWork): Promise<string[]> {
  const migrator = await createAppMigrator(work)
  return (await migrator.status()).filter(({ state }) => state === 'pending').map(({ name }) => name)
}

async function createAppMigrator({ app, files, terminal }: DatabaseWork): Promise<Migrator> {
  return createMigrator({
    database: app.use(Database),
    migrations: await files.migrations(),
    onMigration: ({ name, direction, ms }) =>
      terminal.success(
        direction === 'adopted'
          ? `Remembered ${name}: its tables are there`
          : `${direction === 'up' ? 'Migrated' : 'Rolled back'} ${name} (${Math.round(ms)} ms)`,
      ),
  })
}

function printPretended(migrations: readonly PretendedMigration[], terminal: Terminal): number {
  if (migrations.length === 0) terminal.line('Nothing to migrate.')
  for (const { name, statements } of migrations) {
    terminal.line(`-- ${name}`)
    for (const statement of statements) terminal.line(`${statement};`)
    if (statements.length === 0) terminal.line('-- no statements')
  }
  return 0
}

function report(names: readonly string[], nothing: string, terminal: Terminal): void {
  if (names.length === 0) terminal.line(nothing)
}

async function seed(database: Database, files: DatabaseFiles, terminal: Terminal): Promise<number> {
  const names = await runSeeds(database, await files.seeds())
  for (const name of names) terminal.success(`Seeded ${name}`)
  if (names.length === 0) terminal.line('There are no seeds in database/seeds.')
  return 0
}

/** Rewrites `database/schema.ts`, after a failure too: what ran before it has changed the database. */
async function thenRewriteSchema(change: Promise<string[]>, work: DatabaseWork): Promise<string[]> {
  try {
    const names = await change
    await rewriteSchema(work)
    return names
  } catch (error) {
    await rewriteSchema(work).catch(() => {})
    throw error
  }
}

async function rewriteSchema({ app, schemaFile, terminal }: DatabaseWork): Promise<void> {
  if (schemaFile === undefined) return
  if (await writeSchema(app.use(Database), schemaFile)) terminal.success('Wrote database/schema.ts')
}

/** Exit code 1 when a migration failed or its file is gone; waiting ones are no fault. */
function printStatus(status: readonly MigrationStatus[], terminal: Terminal): number {
  if (status.length === 0) terminal.line('There are no migrations.')
  const width = Math.max(0, ...status.map(({ name }) => name.length))
  for (const { name, state, batch, ranAt, failure } of status) {
    const when = ranAt === null ? '' : `batch ${batch}, ${ranAt.toISOString().slice(0, 16).replace('T', ' ')}`
    const colour = state === 'ran' ? 'green' : state === 'pending' ? 'yellow' : 'red'
    terminal.line(
      `${name.padEnd(width)}  ${terminal.style(colour, state.padEnd(7))}  ${failure ?? when}`.trimEnd(),
    )
  }
  return status.some(({ state }) => state === 'failed' || state === 'missing') ? 1 : 0
}
