import { readdirSync } from 'node:fs'
import { sep } from 'node:path'

/** The TypeScript files of a folder and those below it, by their paths from it with `/`, sorted; none where there is no such folder. */
export function sourceFilesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
      .map((file) => file.split(sep).join('/'))
      .toSorted()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
