import { constants, type Stats } from 'node:fs'
import { open, realpath, type FileHandle } from 'node:fs/promises'
import { isAbsolute, join, sep } from 'node:path'
import { isCode } from '@vanillin/http'
import { isPlainName } from './is-plain-name.ts'

/** Absent on Windows. The last step is no link any more by then; a pipe must not keep us waiting for its other end. */
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
const ABSENT = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'EISDIR', 'EINVAL']

/** A folder that no name leads out of: not by its parts, and not by symbolic links. A link that stays inside is followed. */
export class FileRoot {
  readonly #folder: string

  /** @param folder an absolute path; it may be a link itself */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** Where the file of these parts lies, or would; undefined when there is none or it lies outside. */
  async find(parts: readonly string[]): Promise<string | undefined> {
    if (parts.length === 0 || !parts.every((part) => isPlainName(part))) return undefined
    const found = await unlessAbsent(
      Promise.all([realpath(this.#folder), realpath(join(this.#folder, ...parts))]),
    )
    if (found === undefined) return undefined
    const [root, path] = found
    return path.startsWith(root.endsWith(sep) ? root : root + sep) ? path : undefined
  }
}

/** Where an absolute path leads, wherever that is; undefined when nothing is there. */
export function findAnywhere(path: string): Promise<string | undefined> {
  return isAbsolute(path) && !path.includes('\0') ? unlessAbsent(realpath(path)) : Promise.resolve(undefined)
}

export interface OpenedFile {
  readonly handle: FileHandle
  readonly stats: Stats
}

/** Opens a path that has no link left in it; undefined when no file is there any more, or never was. */
export async function openFile(path: string): Promise<OpenedFile | undefined> {
  const handle = await unlessAbsent(open(path, FLAGS))
  if (handle === undefined) return undefined
  let isFile = false
  try {
    const stats = await handle.stat()
    isFile = stats.isFile()
    return isFile ? { handle, stats } : undefined
  } finally {
    if (!isFile) await handle.close()
  }
}

async function unlessAbsent<Found>(search: Promise<Found>): Promise<Found | undefined> {
  try {
    return await search
  } catch (error) {
    if (ABSENT.some((code) => isCode(error, code))) return undefined
    throw error
  }
}
