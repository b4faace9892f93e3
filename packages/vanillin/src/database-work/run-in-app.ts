import { join } from 'node:path'
import { createAppLoader } from '../app/app-loader.ts'
import { findAppFolder } from '../app/app-folder.ts'
import { loadApplication } from '../app/load-application.ts'
import type { CommandCall } from '../cli/command.ts'
import type { DatabaseCall } from './database-call.ts'
import { filesOfApp } from './database-files.ts'
import { runDatabaseCall } from './run-database-call.ts'

/** Boots the app of the current folder for one piece of database work. */
export async function runInApp(call: DatabaseCall, { cwd, terminal }: CommandCall): Promise<number> {
  const root = findAppFolder(cwd)
  process.env['VANILLIN_ROOT'] = root
  const loader = await createAppLoader(root)
  try {
    const app = await loadApplication(loader)
    try {
      await app.boot()
      const schemaFile = app.environment === 'production' ? undefined : join(root, 'database/schema.ts')
      return await runDatabaseCall(call, { app, files: filesOfApp(root, loader), terminal, schemaFile })
    } finally {
      await app.shutdown()
    }
  } finally {
    await loader.close()
  }
}
