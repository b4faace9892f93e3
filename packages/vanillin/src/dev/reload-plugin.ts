import { stat } from 'node:fs/promises'
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

const WRITE_PATIENCE_MS = 250

/** Most editors truncate a file and then write it: an empty file is not yet what was meant, unless it stays so. */
async function untilWritten(file: string): Promise<void> {
  const startedAt = performance.now()
  while (performance.now() - startedAt < WRITE_PATIENCE_MS) {
    const size = await stat(file).then(
      (stats) => stats.size,
      () => 0,
    )
    if (size > 0) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
