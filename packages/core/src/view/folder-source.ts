import { statSync } from 'node:fs'
import { join } from 'node:path'
import { loadTemplate } from './compile/load-template.ts'
import { readTemplate } from './read-templates.ts'
import type { LoadedView, ViewSource } from './template-function.ts'
import { unknownView } from './unknown-view.ts'
import { readViewNames, VIEW_EXTENSION } from './view-files.ts'
import { isViewName } from './view-name.ts'

export interface FolderSourceOptions {
  /** Compile again what has changed on disk. */
  readonly watch: boolean
  /** Is told, once a template, of PHP and Blade in it. */
  readonly warn?: ((message: string) => void) | undefined
}

interface CachedView {
  readonly view: LoadedView
  readonly version: string
}

/** Templates in a folder, compiled when they are first used. */
export class FolderSource implements ViewSource {
  readonly #folder: string
  readonly #watch: boolean
  readonly #warn: ((message: string) => void) | undefined
  readonly #cache = new Map<string, CachedView>()

  constructor(folder: string, options: FolderSourceOptions) {
    this.#folder = folder
    this.#watch = options.watch
    this.#warn = options.warn
  }

  load(name: string): LoadedView {
    const cached = this.#cache.get(name)
    if (cached !== undefined && !this.#watch) return cached.view
    const version = this.#versionOf(name)
    if (version === undefined) throw unknownView(name, this.names(), this.#path(name))
    if (cached?.version === version) return cached.view
    const view = loadTemplate(readTemplate(this.#folder, name), this.#warn)
    this.#cache.set(name, { view, version })
    return view
  }

  has(name: string): boolean {
    return this.#versionOf(name) !== undefined
  }

  names(): string[] {
    return readViewNames(this.#folder)
  }

  invalidate(name?: string): void {
    if (name === undefined) this.#cache.clear()
    else this.#cache.delete(name)
  }

  #path(name: string): string {
    return join(this.#folder, `${name}${VIEW_EXTENSION}`)
  }

  /** Changes when the file does; undefined when there is none. */
  #versionOf(name: string): string | undefined {
    if (!isViewName(name)) return undefined
    const stats = statSync(this.#path(name), { throwIfNoEntry: false })
    return stats?.isFile() ? `${stats.mtimeMs} ${stats.size} ${stats.ino}` : undefined
  }
}
