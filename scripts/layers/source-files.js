import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

/** @param {string} file tests may import what they like by name: they are not published */
export function isTest(file) {
  return /\.(test|test-d|fixture)\.ts$/.test(file) || file.includes('/testing/contract/')
}

/**
 * @param {string} folder of a package
 * @returns {Promise<string[]>} its TypeScript files below `src`, relative, with forward slashes
 */
export async function sourceFiles(folder) {
  const entries = await readdir(join(folder, 'src'), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted()
}
