import { type Dirent, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { toSlashes } from './to-slashes.ts'
import { isViewName } from './view-name.ts'

export const VIEW_EXTENSION = '.eta'

/** The names of all templates in a folder, sorted; none when there is no such folder. */
export function readViewNames(folder: string): string[] {
  return readEntries(folder)
    .filter((entry) => entry.isFile() && entry.name.endsWith(VIEW_EXTENSION))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .map((path) => toSlashes(path.slice(0, -VIEW_EXTENSION.length)))
    .filter(isViewName)
    .toSorted()
}

function readEntries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
