import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.js'
import { runNpm } from './run.js'

/**
 * @typedef {{ version?: string, link?: boolean, optional?: boolean, devOptional?: boolean }} LockedPackage
 */

/** Installs what package-lock.json names, unless node_modules holds just that already. */
export async function installIfNeeded() {
  const missing = firstMissing(root)
  if (missing === undefined) return
  console.log(`installing (${missing})`)
  const code = await runNpm(['ci', '--no-audit', '--no-fund'])
  if (code !== 0) throw new Error('npm ci failed; its own message is above.')
}

/**
 * Names the first package in which node_modules differs from package-lock.json, or nothing when it does not.
 * Contents are compared, not times: a checkout touches files, and an install may write the two in any order.
 *
 * @param {string} folder
 * @returns {string | undefined}
 */
export function firstMissing(folder) {
  const locked = readPackages(join(folder, 'package-lock.json'))
  const installed = readPackages(join(folder, 'node_modules/.package-lock.json'))
  if (!locked) return 'no package-lock.json'
  if (!installed) return 'no node_modules'
  for (const [path, wanted] of Object.entries(locked)) {
    if (!path.includes('node_modules/')) continue
    const present = installed[path]
    const mayBeAbsent = wanted.optional || wanted.devOptional
    if (!present && mayBeAbsent) continue
    if (present?.version !== wanted.version || present?.link !== wanted.link)
      return `${path} is not as locked`
  }
  return undefined
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage> | undefined}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
