import { copyFileSync, mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'

/** The native files that a build takes along, in `dist/native/`. */
export class NativeFiles {
  /** Where they lie. */
  readonly folder: string
  readonly #names = new Map<string, string>()

  constructor(outputFolder: string) {
    this.folder = join(outputFolder, 'native')
  }

  /** Copies a file and returns how the bundle names it. */
  add(file: string, wanted: string = basename(file)): string {
    let name = this.#names.get(file)
    if (name === undefined) {
      const taken = new Set(this.#names.values())
      name = wanted
      for (let count = 2; taken.has(name); count += 1) name = `${count}-${wanted}`
      this.#names.set(file, name)
      mkdirSync(this.folder, { recursive: true })
      copyFileSync(file, join(this.folder, name))
    }
    return `./native/${name}`
  }

  get names(): readonly string[] {
    return [...this.#names.values()].toSorted()
  }
}
