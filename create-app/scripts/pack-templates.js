// Before `npm pack`: copies ../templates into this package. After it, with `--remove`: takes the copy away.
import { cpSync, renameSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../../templates', import.meta.url))
const target = fileURLToPath(new URL('../templates', import.meta.url))
const leftBehind = new Set(['node_modules', 'dist', '.vanillin', '.data', '.env'])
const dropsByNpm = new Set(['.gitignore', '.npmrc'])

rmSync(target, { recursive: true, force: true })
if (!process.argv.includes('--remove')) {
  cpSync(source, target, { recursive: true, filter: (path) => !leftBehind.has(basename(path)) })
  for (const entry of readdirSync(target, { recursive: true, withFileTypes: true })) {
    if (!dropsByNpm.has(entry.name)) continue
    renameSync(join(entry.parentPath, entry.name), join(entry.parentPath, entry.name.replace('.', '_')))
  }
}
