import { cpSync, readFileSync } from 'node:fs'
import { runNode } from '../../scripts/steps/run.js'
import { root } from '../../scripts/steps/root.js'

/** @type {{ version: string }} */
const { version } = JSON.parse(readFileSync(`${root}packages/vanillin/package.json`, 'utf8'))

/** @type {Map<string, Promise<void>>} */
const builds = new Map()

/**
 * A Vanillin app of bench/apps on one of the HTTP cores: built once by `vanillin build`, run as in production, its access
 * log included.
 *
 * @param {'uws' | 'node'} core
 * @param {{ folder: string, routes: string[], env?: Record<string, string>, hasPublicFiles?: boolean }} app
 * @returns {import('./running-server.js').BenchServer}
 */
export function vanillinApp(core, { folder, routes, env = {}, hasPublicFiles = true }) {
  return {
    name: `vanillin-${core}`,
    version: `Vanillin ${version}, ${core} core`,
    logs: true,
    routes,
    prepare() {
      const building =
        builds.get(folder) ?? build(hasPublicFiles ? appFolder(folder) : `${root}bench/apps/${folder}`)
      builds.set(folder, building)
      return building
    },
    command: () => [process.execPath, `bench/apps/${folder}/dist/server.js`, 'start'],
    env: { ...env, HTTP_CORE: core },
  }
}

/** @param {string} cwd */
async function build(cwd) {
  const code = await runNode('packages/vanillin/bin/vanillin.js', ['build'], { cwd })
  if (code !== 0) throw new Error(`vanillin build failed in ${cwd}.`)
}

/**
 * The folder of an app, with the public files that all servers share.
 *
 * @param {string} name
 */
export function appFolder(name) {
  const folder = `${root}bench/apps/${name}`
  cpSync(`${root}bench/public`, `${folder}/public`, { recursive: true })
  return folder
}
