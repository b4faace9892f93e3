import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
 * @param {number} port on 127.0.0.1
 * @param {import('../routes/index.js').BenchRoute['request']} request
 * @param {{ headers: 'one' | 'browser', seconds: number, connections: number, processor: string, cookies: readonly string[] }} options `cookies`:
 *   headers, one for each request in turn
 * @returns {Promise<Load>}
 */
export async function load(port, request, { headers, seconds, connections, processor, cookies }) {
  const folder = mkdtempSync(join(tmpdir(), 'vanillin-bench-'))
  try {
    /** @type {string[]} */
    const args = [headers]
    if (request.method !== undefined) {
      const body = join(folder, 'body')
      writeFileSync(body, request.body ?? '')
      args.push('body', request.method, request.contentType ?? 'application/octet-stream', body)
    }
    if (cookies.length > 0) {
      if (args.length > 1) throw new Error('The load of visitors has no body.')
      const file = join(folder, 'cookies')
      writeFileSync(file, cookies.join('\n'))
      args.push('cookies', file)
    }
    return await runWrk({
      port,
      path: request.path,
      seconds,
      connections,
      processor,
      args,
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Runs wrk with load/wrk.lua, whose arguments `args` are.
 *
 * @param {{ port: number, path: string, seconds: number, connections: number, processor: string, args: string[] }} options
 * @returns {Promise<Load>}
 */
export async function runWrk({ port, path, seconds, connections, processor, args }) {
  const url = `http://127.0.0.1:${port}${path}`
  const wrk = ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, url, '--', ...args]
  const { stdout } = await execute('taskset', ['-c', processor, ...wrk])
  const line = stdout.split('\n').find((candidate) => candidate.startsWith('{'))
  if (line === undefined) throw new Error(`wrk printed no result:\n${stdout}`)
  return JSON.parse(line)
}
