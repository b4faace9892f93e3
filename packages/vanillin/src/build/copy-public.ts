import { cpSync, existsSync } from 'node:fs'
import { basename, dirname, relative, sep } from 'node:path'

/**
 * Copies public files, without those that the server would refuse: what begins with a dot, but `.well-known`
 * (RFC 8615). Returns what was left, from the app's folder.
 */
export function copyPublic(from: string, to: string): readonly string[] {
  if (!existsSync(from)) return []
  const skipped: string[] = []
  cpSync(from, to, {
    recursive: true,
    filter(file) {
      const name = basename(file)
      if (file === from || !name.startsWith('.') || name === '.well-known') return true
      skipped.push(relative(dirname(from), file).split(sep).join('/'))
      return false
    },
  })
  return skipped.toSorted()
}
