import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Terminal } from '../cli/terminal.ts'
import { UserError } from '../cli/user-error.ts'

/**
 * Writes a new file of the app and says so.
 * @throws UserError when there is a file of that name: nobody's work is overwritten
 */
export function writeSourceFile(root: string, path: string, source: string, terminal: Terminal): void {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  try {
    writeFileSync(file, source, { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new UserError(`${path} exists already.`, 'Choose another name, or remove the file first.')
  }
  terminal.success(`Wrote ${path}`)
}
