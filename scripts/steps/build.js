import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './root.js'
import { runNode } from './run.js'
import { workspaces } from './workspaces.js'

/**
 * Compiles all packages, then runs each package's own `build.js`. Both do nothing when nothing changed.
 * Throws when a step fails.
 */
export async function build() {
  const folders = workspaces().filter((workspace) =>
    existsSync(join(root, workspace.folder, 'tsconfig.json')),
  )
  for (const { folder } of folders) {
    // tsc trusts its build info even when the output is gone
    if (!existsSync(join(root, folder, 'dist')))
      rmSync(join(root, folder, 'tsconfig.tsbuildinfo'), { force: true })
  }
  if ((await runNode('node_modules/typescript/bin/tsc', ['-b'])) !== 0) throw new Error('tsc -b failed.')
  for (const { folder } of folders) {
    if (existsSync(join(root, folder, 'build.js'))) await runOwnBuild(folder)
  }
}

/** @param {string} folder of a package that has a `build.js` */
async function runOwnBuild(folder) {
  const stamp = join(root, 'node_modules/.cache/vanillin', `${folder.replaceAll('/', '-')}.build`)
  const inputs = await fingerprint(folder)
  const isFresh = existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs
  if (isFresh) return
  rmSync(stamp, { force: true })
  if ((await runNode(`${folder}/build.js`, [], { cwd: join(root, folder) })) !== 0) {
    throw new Error(`${folder}/build.js failed.`)
  }
  mkdirSync(join(root, 'node_modules/.cache/vanillin'), { recursive: true })
  writeFileSync(stamp, await fingerprint(folder))
}

/**
 * A hash of everything that a package's own build reads or writes: all its files but node_modules, the lock file,
 * since the build may bundle dependencies, and the templates, which create-app takes along.
 *
 * @param {string} folder
 */
async function fingerprint(folder) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  const folders = [folder, 'templates'].map((name) => join(root, name))
  const entries = await Promise.all(
    folders.map((path) => readdir(path, { recursive: true, withFileTypes: true })),
  )
  const files = entries
    .flat()
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.slice(root.length).includes('node_modules'))
    .toSorted()
  for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file))
  return hash.digest('hex')
}
