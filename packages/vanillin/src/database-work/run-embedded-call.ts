import type { Application } from '@vanillin/core'
import type { Terminal } from '../cli/terminal.ts'
import type { DatabaseCall } from './database-call.ts'
import { embeddedFiles, type EmbeddedModules } from './database-files.ts'
import { runDatabaseCall } from './run-database-call.ts'

export interface EmbeddedDatabaseFiles {
  readonly migrations: EmbeddedModules
  readonly seeds: EmbeddedModules
}

/** Database work of a built app; nothing is read from or written to its folder. */
export async function runEmbeddedCall(
  call: DatabaseCall,
  app: Application,
  { migrations, seeds }: EmbeddedDatabaseFiles,
  terminal: Terminal,
): Promise<number> {
  await app.boot()
  try {
    return await runDatabaseCall(call, {
      app,
      files: embeddedFiles(migrations, seeds),
      terminal,
      schemaFile: undefined,
    })
  } finally {
    await app.shutdown()
  }
}
