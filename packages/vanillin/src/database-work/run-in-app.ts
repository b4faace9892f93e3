import { join } from 'node:path'
import { createAppLoader } from '../app/app-loader.ts'
import { findAppFolder } from '../app/app-folder.ts'
import { loadApplication } from '../app/load-application.ts'
import type { CommandCall } from '../cli/command.ts'
import { isForPrograms, type DatabaseCall } from './database-call.ts'
import { filesOfApp } from './database-files.ts'
import { runDatabaseCall } from './run-database-call.ts'
import type { DatabaseWork } from './run-database-call.ts'

/** Boots the app of the current folder for one piece of database work. */
export function runInApp(call: DatabaseCall, from: CommandCall): Promise<number> {
  return workInApp(from, (work) => runDatabaseCall(call, work), { silentLog: isForPrograms(call) })
}

/** Boots the app of the current folder, and ends it when the work is done. */
export async function workInApp(
  { cwd, terminal }: CommandCall,
  work: (on: DatabaseWork, root: string) => Promise<number>,
  options: { silentLog?: boolean } = {},
): Promise<number> {
  const root = findAppFolder(cwd)
  process.env['VANILLIN_ROOT'] = root
  const loader = await createAppLoader(root)
  try {
    const app = await loadApplication(loader)
    try {
      if (options.silentLog === true) app.log.level = 'silent'
      await app.boot()
      const schemaFile = join(root, 'database/schema.ts')
      const on: DatabaseWork = {
        app,
        files: filesOfApp(root, loader),
        terminal,
        schemaFile: app.environment === 'production' ? undefined : schemaFile,
      }
      return await work(on, root)
    } finally {
      await app.shutdown()
    }
  } finally {
    await loader.close()
  }
}
