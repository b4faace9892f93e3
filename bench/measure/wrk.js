import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** @typedef {{ requests: number, seconds: number, p50Ms: number, p99Ms: number, errors: number }} Load */

const script = fileURLToPath(new URL('../load/wrk.lua', import.meta.url))
const execute = promisify(execFile)

/** @throws naming the missing program and the command that installs it */
export function requireTools() {
  if (process.platform !== 'linux')
    throw new Error('The bench reads /proc and pins processors: it needs Linux.')
  const missing = { wrk: 'wrk', taskset: 'util-linux', getconf: 'libc-bin' }
  for (const [program, debianPackage] of Object.entries(missing)) {
    if (spawnSync(program, ['--version']).error) {
      throw new Error(`${program} is missing. Debian and Ubuntu: apt-get install ${debianPackage}`)
    }
  }
}

/**
 * Puts a server under load for some seconds.
 *
 * @param {string} url
 * @param {{ headers: 'one' | 'browser', seconds: number, connections: number, processor: string }} options
 * @returns {Promise<Load>}
 */
export async function load(url, { headers, seconds, connections, processor }) {
  const wrk = ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, url, '--', headers]
  const { stdout } = await execute('taskset', ['-c', processor, ...wrk])
  const line = stdout.split('\n').find((candidate) => candidate.startsWith('{'))
  if (line === undefined) throw new Error(`wrk printed no result:\n${stdout}`)
  return JSON.parse(line)
}
