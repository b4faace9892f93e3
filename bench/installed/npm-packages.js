import { existsSync, readFileSync } from 'node:fs'
import { root } from '../../scripts/steps/root.js'
import { routesWithout } from '../routes/index.js'

/** The folder of the compared frameworks, with packages of their own. */
export const peersFolder = `${root}bench/peers`

/**
 * The installed version of a package, undefined where it is missing.
 *
 * @param {string} name
 * @param {string} [folder] that has the node_modules; the repository itself without one
 * @returns {string | undefined}
 */
export function installedVersion(name, folder = root) {
  const file = `${folder.replace(/\/$/, '')}/node_modules/${name}/package.json`
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined
}

/**
 * A framework of bench/peers.
 *
 * @param {object} peer
 * @param {string} peer.name also that of its folder
 * @param {string} peer.title
 * @param {string} peer.packageName whose version is shown
 * @param {string} peer.script below its folder
 * @param {string[]} [peer.without] names of routes that it does not answer
 * @param {boolean} [peer.logs]
 * @param {() => Promise<void>} [peer.prepare]
 * @param {Record<string, string>} [peer.env]
 * @returns {import('../measure/running-server.js').BenchServer}
 */
export function npmPeer({ name, title, packageName, script, without = [], logs = false, prepare, env = {} }) {
  const version = installedVersion(packageName, peersFolder)
  return {
    name,
    version: version === undefined ? title : `${title} ${version}`,
    logs,
    routes: routesWithout('middleware', ...without),
    missing: () => (version === undefined ? `node bench/setup.js installs ${title}` : undefined),
    ...(prepare ? { prepare } : {}),
    command: () => [process.execPath, `bench/peers/${name}/${script}`],
    env,
  }
}
