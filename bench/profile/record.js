import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { load } from '../measure/wrk.js'
import { RunningServer } from '../measure/running-server.js'

const seconds = 6
const recordedSeconds = 4

/**
 * @typedef {object} Recording
 * @property {number} cpuUs a request, while nothing is recorded
 * @property {import('node:inspector').Profiler.Profile} profile what JavaScript did
 * @property {Record<string, number>} programs samples of the processor in each program and library, the kernel among them
 */

/**
 * What a server does while it answers one route: twice under load, once for V8's profiler and once for perf.
 *
 * @param {import('../measure/running-server.js').BenchServer} server
 * @param {import('../routes/index.js').BenchRoute} route
 * @param {{ databaseUrl: string | undefined }} options
 * @returns {Promise<Recording>}
 */
export async function record(server, route, { databaseUrl }) {
  const folder = mkdtempSync(join(tmpdir(), 'vanillin-profile-'))
  const file = join(folder, 'profile.json')
  const recorded = {
    ...server,
    command: (/** @type {import('../measure/running-server.js').Place} */ place) => {
      const [program = process.execPath, ...rest] = server.command(place)
      return [program, '--import', './bench/profile/recorder.js', ...rest]
    },
    env: { ...server.env, PROFILE_FILE: file },
  }
  const running = await RunningServer.start(recorded, { processors: '0', databaseUrl })
  try {
    await running.answers('/plaintext')
    await running.signIn(route, 8)
    const setting = {
      headers: /** @type {const} */ ('browser'),
      connections: 64,
      processor: String(availableParallelism() - 1),
      cookies: running.cookies,
    }
    const loaded = (/** @type {number} */ duration) =>
      load(running.port, route.request, { ...setting, seconds: duration })
    await loaded(3)
    const before = running.usage()
    const { requests } = await loaded(3)
    const cpuUs = (running.usage().cpuUs - before.cpuUs) / requests
    const programs = await meanwhile(loaded(seconds), () => perf(running.pid, folder))
    await meanwhile(loaded(seconds), async () => {
      process.kill(running.pid, 'SIGUSR2')
      await sleep(recordedSeconds * 1000)
      process.kill(running.pid, 'SIGUSR2')
    })
    while (!existsSync(file) || statSync(file).size === 0) await sleep(50)
    return { cpuUs, profile: JSON.parse(readFileSync(file, 'utf8')), programs }
  } finally {
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @throws naming perf, and the command that installs it */
export function requirePerf() {
  if (spawnSync('perf', ['--version']).error)
    throw new Error('perf is missing. Debian: apt-get install linux-perf')
}

/**
 * @template T
 * @param {Promise<unknown>} loaded
 * @param {() => Promise<T>} work
 */
async function meanwhile(loaded, work) {
  await sleep(1000)
  const result = await work()
  await loaded
  return result
}

/**
 * @param {number} pid
 * @param {string} folder
 */
async function perf(pid, folder) {
  const data = join(folder, 'perf.data')
  const args = ['record', '-q', '-e', 'cpu-clock', '-F', '1999', '-p', String(pid), '-o', data]
  const child = spawn('perf', [...args, '--', 'sleep', String(recordedSeconds)], { stdio: 'ignore' })
  await once(child, 'exit')
  const report = spawnSync('perf', ['report', '-i', data, '--sort', 'dso', '-F', 'sample,dso', '-t', '|'], {
    encoding: 'utf8',
  })
  /** @type {Record<string, number>} */
  const programs = {}
  for (const line of report.stdout.split('\n')) {
    const [count, name] = line.split('|').map((part) => part.trim())
    if (line.startsWith('#') || !name) continue
    programs[name] = Number(count)
  }
  return programs
}
