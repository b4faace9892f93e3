// npm run lock: writes package-lock.json anew, in an empty folder. npm run beside a filled node_modules takes packages
// over from there without their checksums, and without the binaries of other platforms (test/packaging watches that).
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './steps/root.js'
import { runNpm } from './steps/run.js'
import { workspaces } from './steps/workspaces.js'

const folder = mkdtempSync(join(tmpdir(), 'vanillin-lock-'))
try {
  for (const workspace of ['.', ...workspaces().map((entry) => entry.folder)]) {
    cpSync(join(root, workspace, 'package.json'), join(folder, workspace, 'package.json'))
  }
  cpSync(join(root, '.npmrc'), join(folder, '.npmrc'))
  if (existsSync(join(root, 'package-lock.json'))) writeFileSync(join(folder, 'package-lock.json'), sound())
  process.exitCode = await runNpm(['install', '--package-lock-only', '--ignore-scripts'], { cwd: folder })
  if (process.exitCode === 0) cpSync(join(folder, 'package-lock.json'), join(root, 'package-lock.json'))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The lock file as it is, so that no version moves, without the entries that npm has to look up again. */
function sound() {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  for (const [path, entry] of Object.entries(lock.packages)) {
    const isFromRegistry = path.includes('node_modules/') && !entry.link
    if (isFromRegistry && !entry.integrity) delete lock.packages[path]
  }
  return JSON.stringify(lock, null, 2)
}
