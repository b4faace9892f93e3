import { type Dirent, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { isViewName } from './view-name.ts'

export const VIEW_EXTENSION = '.eta'

/** The names of all templates in a folder, sorted; none when there is no such folder. */
export function readViewNames(folder: string): string[] {
  return readEntries(folder)
    .filter((entry) => entry.isFile() && entry.name.endsWith(VIEW_EXTENSION))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .map((path) => path.slice(0, -VIEW_EXTENSION.length).split(sep).join('/'))
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
