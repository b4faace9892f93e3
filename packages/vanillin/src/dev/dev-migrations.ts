import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Application } from '@vanillin/core'
import type { AppLoader } from '../app/app-loader.ts'
import type { Terminal } from '../cli/terminal.ts'
import { reportError } from '../cli/report-error.ts'
import type { DatabaseCall } from '../database-work/database-call.ts'
import type { DatabaseWork } from '../database-work/run-database-call.ts'

export interface DevMigrationsOptions {
  readonly root: string
  readonly terminal: Terminal
  /** Runs new migrations without asking. */
  readonly automatic: boolean
}

/** Notices migrations that wait while one develops, and runs them when asked. */
export class DevMigrations {
  readonly #options: DevMigrationsOptions
  #announced = ''
  #stopped = false

  constructor(options: DevMigrationsOptions) {
    this.#options = options
  }

  /** Says which migrations wait, once, or runs them. */
  async look(app: Application | undefined, loader: AppLoader | undefined): Promise<void> {
    await this.#attempt(app, loader, async (work) => {
      const { pendingMigrations } = await import('../database-work/run-database-call.ts')
      const pending = await pendingMigrations(work)
      const names = pending.join(', ')
      if (names === this.#announced) return
      this.#announced = names
      if (pending.length > 0) await this.#offer(pending, work)
    })
  }

  /** What is under way may lose its database: that is no failure any more. */
  stop(): void {
    this.#stopped = true
  }

  async run(call: DatabaseCall, app: Application | undefined, loader: AppLoader | undefined): Promise<void> {
    await this.#attempt(app, loader, async (work) => {
      const { runDatabaseCall } = await import('../database-work/run-database-call.ts')
      await runDatabaseCall(call, work)
    })
  }

  async #offer(pending: readonly string[], work: DatabaseWork): Promise<void> {
    if (this.#options.automatic) {
      const { runDatabaseCall } = await import('../database-work/run-database-call.ts')
      await runDatabaseCall({ command: 'migrate' }, work)
    } else {
      const count = pending.length === 1 ? '1 new migration' : `${pending.length} new migrations`
      work.terminal.warn(`${count}: ${pending.join(', ')}. Press m, or run \`vanillin migrate\`.`)
    }
  }

  /** Does nothing for an app without a database; a failure is told and leaves the app running. */
  async #attempt(
    app: Application | undefined,
    loader: AppLoader | undefined,
    action: (work: DatabaseWork) => Promise<void>,
  ): Promise<void> {
    const { root, terminal } = this.#options
    if (app === undefined || loader === undefined || !existsSync(join(root, 'database/migrations'))) return
    try {
      const { filesOfApp } = await import('../database-work/database-files.ts')
      await action({
        app,
        files: filesOfApp(root, loader),
        terminal,
        schemaFile: join(root, 'database/schema.ts'),
      })
    } catch (error) {
      if (!this.#stopped) reportError(error, root, terminal)
    }
  }
}
