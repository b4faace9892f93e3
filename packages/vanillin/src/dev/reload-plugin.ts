import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import type { EnvironmentModuleNode, Plugin } from 'vite'

export interface FileEvent {
  /** Absolute. */
  readonly file: string
  readonly modules: readonly EnvironmentModuleNode[]
}

/**
 * Tells of every changed file and keeps Vite from its own way with server modules: its full reload throws
 * away every module, so that each save would open one more database pool.
 */
export function reloadPlugin(changed: (event: FileEvent) => void): Plugin {
  return {
    name: 'vanillin:reload',
    // It may be read in the moment in which it is written again.
    async load(id) {
      if (isAbsolute(id) && existsSync(id)) await untilWritten(id)
      return null
    },
    hotUpdate: {
      // After the plugins that add modules, as the importers of a glob for a new file.
      order: 'post',
      async handler({ file, type, modules }) {
        if (this.environment.name !== 'ssr') return undefined
        if (type !== 'delete') await untilWritten(file)
        for (const module of modules) this.environment.moduleGraph.invalidateModule(module)
        changed({ file, modules })
        return []
      },
    },
  }
}

const WRITE_PATIENCE_MS = 1_000

/** Most editors truncate a file and then write it: an empty file is not yet what was meant, unless it stays so. */
async function untilWritten(file: string): Promise<void> {
  const startedAt = performance.now()
  while (performance.now() - startedAt < WRITE_PATIENCE_MS) {
    // Some write another one and rename it: for a moment there is none.
    const found = await stat(file).catch(() => null)
    if (found && (found.size > 0 || Date.now() - found.mtimeMs > WRITE_PATIENCE_MS)) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
