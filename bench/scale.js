// node bench/scale.js [case ...]: what a request costs as routes, rows and connections grow. Writes
// bench/results/scale.json and the pictures in docs/performance/.
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { describeMachine, machineLine } from '../scripts/steps/machine.js'
import { root } from '../scripts/steps/root.js'
import { median } from './measure/median.js'
import { pick } from './measure/pick.js'
import { RunningServer } from './measure/running-server.js'
import { vanillinApp } from './measure/vanillin-app.js'
import { requireTools, runWrk } from './measure/wrk.js'
import { lineChart } from './report/line-chart.js'
import { cases } from './scale/index.js'

const rounds = 3
const seconds = 2

/** @typedef {{ name: string, step: number, core: 'uws' | 'node', cpuUs: number, rps: number, p99Ms: number, rssMb: number, errors: number }} ScaleRow */

requireTools()
const machine = describeMachine()
console.log(machineLine(machine))
/** @type {ScaleRow[]} */
const rows = []
for (const scaleCase of pick('case', cases, process.argv.slice(2))) {
  for (const step of scaleCase.steps) {
    for (const core of coresOf(scaleCase)) rows.push(await measure(scaleCase, step, core))
  }
  draw(scaleCase)
}
console.table(rows)
writeFileSync(join(root, 'bench/results/scale.json'), `${JSON.stringify({ machine, rows }, null, 2)}\n`)

/**
 * @param {import('./scale/index.js').ScaleCase} scaleCase
 * @param {number} step
 * @param {'uws' | 'node'} core
 * @returns {Promise<ScaleRow>}
 */
async function measure({ name, at }, step, core) {
  const { app, path, connections = 64, load = [], processes = 1 } = at(step)
  const definition = several(processes, vanillinApp(core, { ...app, routes: [] }))
  await definition.prepare?.()
  const processors = processes === 1 ? '0' : `0-${processes - 1}`
  const server = await RunningServer.start(definition, { processors, databaseUrl: undefined })
  const setting = {
    port: server.port,
    path,
    connections,
    processor: String(availableParallelism() - 1),
    args: ['one', ...load],
  }
  try {
    await server.answers(path)
    await runWrk({ ...setting, seconds: 1 })
    const samples = []
    for (let round = 0; round < rounds; round++) {
      const before = server.usage()
      const result = await runWrk({ ...setting, seconds })
      const after = server.usage()
      samples.push({
        ...result,
        cpuUs: (after.cpuUs - before.cpuUs) / Math.max(result.requests, 1),
        rssMb: after.rssMb,
      })
    }
    return {
      name,
      step,
      core,
      cpuUs: Number(median(samples.map(({ cpuUs }) => cpuUs)).toFixed(2)),
      rps: Math.round(median(samples.map((sample) => sample.requests / sample.seconds))),
      p99Ms: Number(median(samples.map(({ p99Ms }) => p99Ms)).toFixed(2)),
      rssMb: Math.round(Math.max(...samples.map(({ rssMb }) => rssMb))),
      errors: samples.reduce((sum, { errors }) => sum + errors, 0),
    }
  } finally {
    await server.stop()
  }
}

/**
 * @param {import('./scale/index.js').ScaleCase} scaleCase
 * @returns {readonly ('uws' | 'node')[]}
 */
function coresOf({ cores = ['uws', 'node'] }) {
  return cores
}

/**
 * A server as several processes, which end together.
 *
 * @param {number} processes
 * @param {import('./measure/running-server.js').BenchServer} server
 * @returns {import('./measure/running-server.js').BenchServer}
 */
function several(processes, server) {
  if (processes === 1) return server
  return {
    ...server,
    command: (place) => ['sh', '-c', `${`"$@" & `.repeat(processes)}wait`, 'sh', ...server.command(place)],
  }
}

/** @param {import('./scale/index.js').ScaleCase} scaleCase */
function draw(scaleCase) {
  const { name, title, axis, steps } = scaleCase
  const series = coresOf(scaleCase).map((core) => ({
    label: `${core} core`,
    values: steps.map(
      (step) => rows.find((row) => row.name === name && row.step === step && row.core === core)?.cpuUs ?? 0,
    ),
  }))
  mkdirSync(join(root, 'docs/performance'), { recursive: true })
  const picture = lineChart({ title, unit: 'CPU µs per request', axis, steps, series })
  writeFileSync(join(root, `docs/performance/${name}.svg`), picture)
}
