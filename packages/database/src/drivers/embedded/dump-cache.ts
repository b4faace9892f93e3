import { randomBytes } from 'node:crypto'
import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const kept = 8
const ending = '.tar.gz'

/** Where dumps are kept unless another folder is named: beside the packages of the app, thrown away with them. */
export const defaultCache: string = join('node_modules', '.cache', 'vanillin')

/** Dumps of embedded databases by name, as files of some megabytes: the few that were used last. */
export class DumpCache {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async read(name: string): Promise<Blob | undefined> {
    const file = this.#fileOf(name)
    try {
      const dump = toDump(await readFile(file))
      const now = new Date()
      // In a folder that cannot be written to nothing is removed either.
      await utimes(file, now, now).catch(() => {})
      return dump
    } catch {
      return undefined
    }
  }

  /** Answers the dump that was given. */
  async write(name: string, dump: Blob): Promise<Blob> {
    const bytes = Buffer.from(await dump.arrayBuffer())
    await mkdir(this.#folder, { recursive: true })
    // Test files run side by side, in threads of one process too: nobody may read half a file, or write into that of another.
    const file = this.#fileOf(name)
    const draft = `${file}.${randomBytes(4).toString('hex')}.draft`
    await writeFile(draft, bytes)
    await rename(draft, file)
    await this.#removeOldest()
    return toDump(bytes)
  }

  #fileOf(name: string): string {
    return join(this.#folder, `${name}${ending}`)
  }

  async #removeOldest(): Promise<void> {
    const files = (await readdir(this.#folder)).filter((name) => name.endsWith(ending))
    const dated = await Promise.all(
      files.map(async (name) => {
        const file = join(this.#folder, name)
        const usedAt = await stat(file).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0, // another process has removed it
        )
        return { file, usedAt }
      }),
    )
    const old = dated.toSorted((a, b) => b.usedAt - a.usedAt).slice(kept)
    await Promise.all(old.map(({ file }) => rm(file, { force: true })))
  }
}

function toDump(bytes: Uint8Array): Blob {
  return new Blob([Uint8Array.from(bytes)], { type: 'application/x-gzip' })
}
