import type { Application } from '@vanillin/core'
import type { Terminal } from '../cli/terminal.ts'
import { writeTypes } from '../codegen/generate-types.ts'

/** Later than the request that a save is usually followed by. */
const PAUSE_MS = 150

/** Keeps the generated types up with the app while one edits. */
export class TypeWriter {
  readonly #root: string
  readonly #terminal: Terminal
  readonly #onWritten: () => void
  #timer: NodeJS.Timeout | undefined

  /** @param onWritten types have changed */
  constructor(root: string, terminal: Terminal, onWritten: () => void) {
    this.#root = root
    this.#terminal = terminal
    this.#onWritten = onWritten
  }

  /** Writes them after a pause; further calls within it are one. */
  stale(app: () => Application | undefined): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#write(app()), PAUSE_MS)
  }

  async #write(app: Application | undefined): Promise<void> {
    // While the routes are broken there is nothing to write; mending them asks again.
    if (app === undefined) return
    try {
      const changed = await writeTypes(this.#root, app.router.routes)
      if (changed.length > 0) this.#onWritten()
    } catch (error) {
      this.#terminal.warn(
        `The types were not written: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }
}
