import type { Application } from '@vanillin/core'
import type { Terminal } from '../cli/terminal.ts'
import { isForPrograms, type DatabaseCall } from './database-call.ts'
import { embeddedFiles, type EmbeddedDatabaseFiles } from './database-files.ts'
import { runDatabaseCall } from './run-database-call.ts'

/** Database work of a built app; nothing is read from or written to its folder. */
export async function runEmbeddedCall(
  call: DatabaseCall,
  app: Application,
  embedded: EmbeddedDatabaseFiles,
  terminal: Terminal,
): Promise<number> {
  if (isForPrograms(call)) app.log.level = 'silent'
  await app.boot()
  try {
    return await runDatabaseCall(call, {
      app,
      files: embeddedFiles(embedded),
      terminal,
      schemaFile: undefined,
    })
  } finally {
    await app.shutdown()
  }
}
