import { lstat, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { isPlainName } from '@vanillin/core'
import { BridgeError } from '../errors/bridge-error.ts'
import { Believed } from './believed.ts'

export interface RootEntry {
  readonly kind: 'file' | 'folder'
  /** Where it really lies, with no symbolic link left. */
  readonly path: string
  readonly sizeBytes: number
  /** False for what lies in one of the linked folders. */
  readonly isInRoot: boolean
}

const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'EINVAL', 'EACCES'])

/** The public folder of a PHP app: what is in it, and nothing else, however it is asked for. */
export class DocumentRoot {
  readonly #folder: string
  readonly #linkedFolders: readonly string[]
  readonly #resolved: Believed<string>
  readonly #entries: Believed<RootEntry | undefined>

  /**
   * @param folder an absolute path; it may be a link itself, as `current` of a deployment is
   * @param linkedFolders where symbolic links inside may lead besides
   * @param believedMs how long what was found is taken to be still so
   */
  constructor(folder: string, linkedFolders: readonly string[], believedMs: number) {
    this.#folder = folder
    this.#linkedFolders = linkedFolders
    this.#resolved = new Believed(believedMs)
    this.#entries = new Believed(believedMs)
  }

  /** The folder, with no symbolic link left. @throws BridgeError `E_PHP_ROOT` */
  resolve(): Promise<string> {
    return this.#resolved.get('', () => this.#resolve())
  }

  /** What these parts of a path name; undefined when there is nothing, or it lies outside. */
  async find(parts: readonly string[]): Promise<RootEntry | undefined> {
    if (!parts.every((part) => isPlainName(part))) return undefined
    return this.#entries.get(parts.join('/'), () => this.#look(parts))
  }

  /** Whether these parts name a symbolic link, wherever that leads. */
  async isLink(parts: readonly string[]): Promise<boolean> {
    if (!parts.every((part) => isPlainName(part))) return false
    const found = await absentAsUndefined(lstat(join(await this.resolve(), ...parts)))
    return found?.isSymbolicLink() === true
  }

  async #resolve(): Promise<string> {
    const path = await absentAsUndefined(realpath(this.#folder))
    const found = path === undefined ? undefined : await absentAsUndefined(stat(path))
    if (path !== undefined && found?.isDirectory() === true) return path
    throw new BridgeError('E_PHP_ROOT', `There is no folder ${this.#folder}.`)
  }

  async #look(parts: readonly string[]): Promise<RootEntry | undefined> {
    const root = await this.resolve()
    const path = await absentAsUndefined(realpath(join(root, ...parts)))
    if (path === undefined) return undefined
    const isInRoot = isInside(path, root)
    if (!isInRoot && !(await this.#isLinked(path))) return undefined
    const found = await absentAsUndefined(stat(path))
    const kind = found?.isFile() === true ? 'file' : found?.isDirectory() === true ? 'folder' : undefined
    return kind && { kind, path, sizeBytes: found!.size, isInRoot }
  }

  async #isLinked(path: string): Promise<boolean> {
    const folders = await Promise.all(
      this.#linkedFolders.map((folder) => absentAsUndefined(realpath(folder))),
    )
    return folders.some((folder) => folder !== undefined && isInside(path, folder))
  }
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

async function absentAsUndefined<Found>(search: Promise<Found>): Promise<Found | undefined> {
  try {
    return await search
  } catch (error) {
    if (error instanceof Error && 'code' in error && ABSENT.has(String(error.code))) return undefined
    throw error
  }
}
