import { builtinModules } from 'node:module'
import { layers } from './rules.js'

/** @typedef {import('../steps/workspaces.js').PackageJson & { exports?: Record<string, unknown> }} PackageJson */

/** @param {string} name of a package: what may stand in its dependencies */
export function layersOf(name) {
  return new Set([...(layers[name]?.imports ?? []), ...(layers[name]?.inBridge ?? [])])
}

/** @param {PackageJson} packageJson */
export function runtimeDependencies({ dependencies, peerDependencies, optionalDependencies }) {
  return new Set(Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies }))
}

/** @param {PackageJson} packageJson */
export function allDependencies(packageJson) {
  return new Set([...runtimeDependencies(packageJson), ...Object.keys(packageJson.devDependencies ?? {})])
}

/** @param {string} specifier */
export function packageName(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** @param {string} specifier */
export function isBuiltin(specifier) {
  return specifier.startsWith('node:') || builtinModules.includes(specifier)
}
