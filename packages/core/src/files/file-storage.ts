import { mkdir, realpath, rm } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { isCode } from '@vanillin/http'
import { VanillinError } from '../errors/vanillin-error.ts'
import { isPlainName } from './is-plain-name.ts'

/**
 * The folder of what an app keeps: `storage` of config/app.ts. Its paths begin there, have `/` between their parts on every system, and never
 * lead out, not by symbolic links either. `UploadedFile.store()` writes, `this.sendFile()` reads.
 *
 * @example
 * const path = await this.files.get('photo').store('photos')
 * await this.app.storage.remove(path)
 */
export class FileStorage {
  /** Absolute. */
  readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  /**
   * Removes a file; one that is not there is none to remove.
   * @throws VanillinError `E_STORAGE_PATH` for a path that leads out of the folder, or is none
   */
  async remove(path: string): Promise<void> {
    const names = namesOf(path)
    const name = names.pop()!
    const parent = await this.#existing(names, path)
    if (parent !== undefined) await rm(join(parent, name), { force: true })
  }

  /**
   * @internal A folder of it, which is made if need be: its absolute path.
   * @throws VanillinError `E_STORAGE_PATH`
   */
  async makeFolder(path: string): Promise<string> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    let folder = this.folder
    for (const name of namesOf(path)) {
      folder = join(folder, name)
      // oxlint-disable-next-line no-await-in-loop -- a link in the way must not have folders made behind it
      await mkdir(folder, { mode: 0o700 }).catch(unlessCode('EEXIST'))
      // oxlint-disable-next-line no-await-in-loop -- as above
      await this.#assertInside(folder, path)
    }
    return folder
  }

  async #existing(names: readonly string[], path: string): Promise<string | undefined> {
    const folder = join(this.folder, ...names)
    const found = await realpath(folder).catch(unlessCode('ENOENT', 'ENOTDIR'))
    if (found !== undefined) await this.#assertInside(folder, path)
    return found
  }

  async #assertInside(folder: string, path: string): Promise<void> {
    const [root, found] = await Promise.all([realpath(this.folder), realpath(folder)])
    if (found !== root && !found.startsWith(root.endsWith(sep) ? root : root + sep)) throw refused(path)
  }
}

function namesOf(path: string): string[] {
  const names = path.split('/')
  if (!names.every((name) => isPlainName(name))) throw refused(path)
  return names
}

function refused(path: string): VanillinError {
  return new VanillinError(
    'E_STORAGE_PATH',
    `${JSON.stringify(path)} is no path inside of the storage folder.`,
  )
}

function unlessCode(...codes: string[]) {
  return (error: unknown): undefined => {
    if (!codes.some((code) => isCode(error, code))) throw error
  }
}
