import { readdirSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { UsageError } from '../usage-error.ts'

const shown = 8

/**
 * The absolute path of a folder that is not there yet or has nothing in it (a fresh `.git` may be).
 * @throws UsageError with what is in the way
 */
export function targetFolder(folder: string): string {
  const path = resolve(folder)
  const entries = entriesOf(path).filter((name) => name !== '.git')
  if (entries.length === 0) return path
  const names = entries.slice(0, shown).join(', ')
  const more = entries.length > shown ? ` and ${entries.length - shown} more` : ''
  throw new UsageError(`${path} is not empty: ${names}${more}. Nothing was touched; name another folder.`)
}

function entriesOf(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return []
  if (!stats.isDirectory()) throw new UsageError(`${path} is there already, and is not a folder.`)
  return readdirSync(path).toSorted()
}
