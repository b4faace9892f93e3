// Run by scripts/build.js after tsc: takes along the few files of @vanillin/database that read PHP settings, and the
// templates.
import { build } from 'esbuild'
import { cpSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'

const file = 'dist/php/php-settings.js'

await build({
  entryPoints: [file],
  outfile: file,
  allowOverwrite: true,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
})

/** What is there when somebody tried a template in its place. */
const leftBehind = new Set(['node_modules', 'dist', '.vanillin', '.data', '.env'])
const droppedByNpm = new Set(['.gitignore', '.npmrc'])

rmSync('templates', { recursive: true, force: true })
cpSync('../templates', 'templates', { recursive: true, filter: (path) => !leftBehind.has(basename(path)) })
for (const entry of readdirSync('templates', { recursive: true, withFileTypes: true })) {
  if (!droppedByNpm.has(entry.name)) continue
  renameSync(join(entry.parentPath, entry.name), join(entry.parentPath, entry.name.replace('.', '_')))
}
