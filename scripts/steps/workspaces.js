import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.js'

/**
 * @typedef {object} PackageJson
 * @property {string} name
 * @property {string} version
 * @property {boolean} [private]
 * @property {string[]} [workspaces]
 * @property {Record<string, string>} [scripts]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [devDependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, string>} [optionalDependencies]
 */

/**
 * @typedef {{ folder: string, packageJson: PackageJson }} Workspace `folder` is relative, with forward slashes
 */

/**
 * The workspaces that the root package.json lists, in its order, `examples/*` expanded.
 *
 * @param {string} [repository]
 * @returns {Workspace[]}
 */
export function workspaces(repository = root) {
  const patterns = readPackageJson(repository, '.').workspaces ?? []
  return patterns
    .flatMap((pattern) => expand(repository, pattern))
    .filter((folder) => existsSync(join(repository, folder, 'package.json')))
    .map((folder) => ({ folder, packageJson: readPackageJson(repository, folder) }))
}

/**
 * @param {string} repository
 * @param {string} pattern a folder, or a folder followed by `/*`
 */
function expand(repository, pattern) {
  if (!pattern.endsWith('/*')) return [pattern]
  const parent = pattern.slice(0, -2)
  if (!existsSync(join(repository, parent))) return []
  return readdirSync(join(repository, parent))
    .toSorted()
    .map((name) => `${parent}/${name}`)
}

/**
 * @param {string} repository
 * @param {string} folder
 * @returns {PackageJson}
 */
function readPackageJson(repository, folder) {
  return JSON.parse(readFileSync(join(repository, folder, 'package.json'), 'utf8'))
}
