import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from '@vanillin/core'
import { Believed } from '../document-root/believed.ts'
import { parseHtaccess, type Htaccess } from './parse-htaccess.ts'

interface ReadFile {
  readonly version: string
  readonly content: Htaccess
}

const NAME = '.htaccess'

/** The `.htaccess` files of a root, read when they have changed. What is in them that is not followed is told once. */
export class HtaccessFiles {
  readonly #log: Logger
  readonly #read = new Map<string, ReadFile>()

  readonly #believed: Believed<Htaccess | undefined>

  /** @param believedMs how long what was found is taken to be still so */
  constructor(log: Logger, believedMs: number) {
    this.#log = log
    this.#believed = new Believed(believedMs)
  }

  /** That of a folder; undefined when it has none. */
  in(folder: string): Promise<Htaccess | undefined> {
    return this.#believed.get(folder, () => this.#look(join(folder, NAME)))
  }

  async #look(path: string): Promise<Htaccess | undefined> {
    const version = await versionOf(path)
    if (version === undefined) return undefined
    const known = this.#read.get(path)
    if (known?.version === version) return known.content
    const content = parseHtaccess(await readFile(path, 'utf8'))
    for (const { line, message } of content.warnings) this.#log.warn(`${path}:${line}: ${message}`)
    this.#read.set(path, { version, content })
    return content
  }
}

async function versionOf(path: string): Promise<string | undefined> {
  try {
    const found = await stat(path)
    return found.isFile() ? `${found.mtimeMs} ${found.size}` : undefined
  } catch {
    return undefined
  }
}
