import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { workspaces } from '../steps/workspaces.js'
import { findCycle } from './find-cycle.js'
import { allDependencies, isBuiltin, layersOf, packageName, runtimeDependencies } from './package-imports.js'
import { readImports } from './read-imports.js'
import { layers, mayImport } from './rules.js'
import { isTest, sourceFiles } from './source-files.js'

/** @typedef {import('./package-imports.js').PackageJson} PackageJson */
/** @typedef {{ folder: string, packageJson: PackageJson }} Package */

/**
 * Every place where a package of the repository imports against the direction of the rooms, reaches into
 * another package's files, uses what its package.json does not list, or where folders of a package import each other
 * in a circle.
 *
 * @param {string} repository its root package.json lists the packages as workspaces
 * @returns {Promise<string[]>} one line each, `file:line message`
 */
export async function findViolations(repository) {
  const packages = workspaces(repository).filter(({ packageJson }) => packageJson.name in layers)
  const byName = new Map(packages.map((entry) => [entry.packageJson.name, entry]))
  const violations = []
  for (const entry of packages) {
    violations.push(...checkDependencies(entry), ...(await checkSources(repository, entry, byName)))
  }
  return violations
}

/** @param {Package} entry */
function checkDependencies({ folder, packageJson }) {
  return [...runtimeDependencies(packageJson)]
    .filter((name) => name in layers && !layersOf(packageJson.name).has(name))
    .map((name) => `${folder}/package.json ${packageJson.name} must not depend on ${name}`)
}

/**
 * @param {string} repository
 * @param {Package} entry
 * @param {ReadonlyMap<string, Package>} packages
 */
async function checkSources(repository, entry, packages) {
  const violations = []
  /** @type {Map<string, Set<string>>} */
  const folders = new Map()
  for (const file of await sourceFiles(join(repository, entry.folder))) {
    for (const found of readImports(file, readFileSync(join(repository, entry.folder, file), 'utf8'))) {
      const message = found.specifier.startsWith('.')
        ? checkRelative(file, found.specifier)
        : checkBare(entry.packageJson, file, found.specifier, packages)
      if (message) violations.push(`${entry.folder}/${file}:${found.line} ${message}`)
      if (!found.isType && !isTest(file)) addFolderEdge(folders, file, found.specifier)
    }
  }
  const cycle = layers[entry.packageJson.name]?.hasOrderedFolders ? findCycle(folders) : undefined
  if (cycle)
    violations.push(`${entry.folder}/src folders import each other in a circle: ${cycle.join(' -> ')}`)
  return violations
}

/**
 * @param {string} file
 * @param {string} specifier
 */
function checkRelative(file, specifier) {
  const target = posix.join(posix.dirname(file), specifier)
  return target.startsWith('../') ? `reaches out of its package with ${specifier}` : undefined
}

/**
 * @param {PackageJson} importer
 * @param {string} file
 * @param {string} specifier
 * @param {ReadonlyMap<string, Package>} packages
 */
function checkBare(importer, file, specifier, packages) {
  const name = packageName(specifier)
  if (isBuiltin(specifier) || name === importer.name || isTest(file)) return undefined
  const target = packages.get(name)
  if (target && !mayImport(importer.name, file, name)) return `must not import ${name} from here`
  if (target && !exportsSubpath(target.packageJson, `.${specifier.slice(name.length)}`)) {
    return `reaches into ${name} with ${specifier}, which it does not export`
  }
  const listed = layers[importer.name]?.isBundled ? allDependencies(importer) : runtimeDependencies(importer)
  return listed.has(name) ? undefined : `imports ${name}, which its package.json does not list`
}

/**
 * @param {PackageJson} packageJson
 * @param {string} subpath
 */
function exportsSubpath({ exports = { '.': {} } }, subpath) {
  return subpath in exports
}

/**
 * Notes that the folder of a file below `src` needs another such folder at run time.
 *
 * @param {Map<string, Set<string>>} folders
 * @param {string} file
 * @param {string} specifier
 */
function addFolderEdge(folders, file, specifier) {
  if (!specifier.startsWith('.')) return
  const from = concern(file)
  const to = concern(posix.join(posix.dirname(file), specifier))
  if (from === undefined || to === undefined || from === to) return
  const targets = folders.get(from) ?? new Set()
  folders.set(from, targets.add(to))
}

/** @param {string} file the `routing` of `src/routing/router.ts`; files directly in `src` have none */
function concern(file) {
  const [source, folder, rest] = file.split('/')
  return source === 'src' && rest !== undefined ? folder : undefined
}
