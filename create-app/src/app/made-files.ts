import { existsSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Remembers what was there before the app was written, so that a cancelled or failed run takes back exactly
 * what it made: the folder's new content, the folder itself, and the folders made on the way to it.
 */
export class MadeFiles {
  readonly #folder: string
  readonly #before: ReadonlySet<string> | undefined
  readonly #topmostNew: string

  constructor(folder: string) {
    this.#folder = folder
    this.#before = existsSync(folder) ? new Set(readdirSync(folder)) : undefined
    let topmost = folder
    while (!existsSync(topmost) && !existsSync(dirname(topmost))) topmost = dirname(topmost)
    this.#topmostNew = topmost
  }

  remove(): void {
    if (this.#before === undefined) return remove(this.#topmostNew)
    for (const name of readdirSync(this.#folder)) {
      if (!this.#before.has(name)) remove(join(this.#folder, name))
    }
  }
}

/** A package manager that was just stopped may still be writing: try again for a moment. */
function remove(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}
