import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './root.js'

/**
 * Runs a program to its end with its output shown, and resolves to its exit code.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, shell?: boolean }} [options]
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      shell: options.shell ?? false,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/**
 * Runs a script with this Node, or with the one named in `options.node`.
 *
 * @param {string} script path below the repository, e.g. `node_modules/typescript/bin/tsc`
 * @param {readonly string[]} args
 * @param {{ node?: string, cwd?: string, env?: Record<string, string | undefined> }} [options]
 * @returns {Promise<number>}
 */
export function runNode(script, args = [], options = {}) {
  return run(options.node ?? process.execPath, [join(root, script), ...args], options)
}

/**
 * Runs npm, the same one that runs us if one does. Windows has npm as a `.cmd`, which only a shell starts.
 *
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined> }} [options]
 * @returns {Promise<number>}
 */
export function runNpm(args, options = {}) {
  const npm = process.env['npm_execpath']
  if (npm?.endsWith('npm-cli.js')) return run(process.execPath, [npm, ...args], options)
  return run('npm', args, { ...options, shell: process.platform === 'win32' })
}
