// node bench/startup.js: how long the command takes to answer, and a built app to be ready. Interleaved, medians.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describeMachine, machineLine } from '../scripts/steps/machine.js'
import { root } from '../scripts/steps/root.js'
import { median } from './measure/median.js'
import { freePort } from './measure/free-port.js'
import { vanillinApp } from './measure/vanillin-app.js'

const rounds = 15

/** @type {Record<string, () => number | Promise<number>>} */
const cases = {
  'node -e 0': () => run(['-e', '0']),
  'vanillin --help': () => run(['packages/vanillin/bin/vanillin.js', '--help']),
  'built app, uws core': () => ready('uws'),
  'built app, node core': () => ready('node'),
}

await vanillinApp('uws', { folder: 'vanillin', routes: [] }).prepare?.()
/** @type {Record<string, number[]>} */
const times = {}
for (let round = 0; round < rounds; round++) {
  for (const [name, measure] of Object.entries(cases)) (times[name] ??= []).push(await measure())
}

const machine = describeMachine()
const base = median(times['node -e 0'] ?? [])
const rows = Object.entries(times).map(([name, values]) => ({
  name,
  ms: Math.round(median(values)),
  lowMs: Math.round(Math.min(...values)),
  highMs: Math.round(Math.max(...values)),
  ratio: Number((median(values) / base).toFixed(2)),
}))
console.log(machineLine(machine))
console.table(rows)
mkdirSync(join(root, 'bench/results'), { recursive: true })
writeFileSync(
  join(root, 'bench/results/startup.json'),
  `${JSON.stringify({ machine, rounds, rows }, null, 2)}\n`,
)

/** @param {string[]} args of node; milliseconds until it has ended */
function run(args) {
  const started = process.hrtime.bigint()
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'ignore' })
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}.`)
  return milliseconds(started)
}

/**
 * Milliseconds from the start of the process until the built app takes a connection.
 *
 * @param {'uws' | 'node'} core
 */
async function ready(core) {
  const port = await freePort()
  const { command, env } = vanillinApp(core, { folder: 'vanillin', routes: [] })
  const [file = '', ...args] = command({ port, folder: root, databaseUrl: undefined })
  const started = process.hrtime.bigint()
  const child = spawn(file, args, {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', ...env, HOST: '127.0.0.1', PORT: String(port) },
    stdio: 'ignore',
  })
  try {
    while (!(await accepts(port))) {
      if (child.exitCode !== null) throw new Error(`The built app ended with ${child.exitCode}.`)
      await sleep(2)
    }
    return milliseconds(started)
  } finally {
    const exited = once(child, 'exit')
    child.kill()
    await exited
  }
}

/** @param {number} port */
async function accepts(port) {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** @param {bigint} started */
function milliseconds(started) {
  return Number(process.hrtime.bigint() - started) / 1e6
}
