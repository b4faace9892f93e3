// node bench/memory.js [--minutes 10] [--requests 1000000]: resident memory under load, and after requests of which
// every twentieth is cut off. Writes bench/results/memory.json and docs/performance/memory.svg.
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { describeMachine, machineLine } from '../scripts/steps/machine.js'
import { root } from '../scripts/steps/root.js'
import { loadWithAborts } from './load/aborting-clients.js'
import { RunningServer } from './measure/running-server.js'
import { vanillinApp } from './measure/vanillin-app.js'
import { requireTools, runWrk } from './measure/wrk.js'
import { lineChart } from './report/line-chart.js'

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, requests: { type: 'string', default: '1000000' } },
})
const minutes = Number(values.minutes)
const requests = Number(values.requests)
const path = '/users/42'

requireTools()
const machine = describeMachine()
console.log(machineLine(machine))

const cores = /** @type {const} */ (['uws', 'node'])
const results = []
for (const core of cores) {
  const underLoad = await withServer(core, (server) => memoryUnderLoad(server))
  const aborts = await withServer(core, (server) => memoryAfterAborts(server))
  results.push({ core, underLoad, aborts })
  console.log(core, JSON.stringify({ underLoad, aborts }))
}
mkdirSync(join(root, 'docs/performance'), { recursive: true })
writeFileSync(
  join(root, 'docs/performance/memory.svg'),
  lineChart({
    title: `Resident memory, ${minutes} minutes of load`,
    unit: 'MB',
    axis: 'minutes',
    steps: Array.from({ length: minutes + 1 }, (_, minute) => minute),
    series: results.map(({ core, underLoad }) => ({ label: `${core} core`, values: underLoad.rssMb })),
  }),
)
writeFileSync(join(root, 'bench/results/memory.json'), `${JSON.stringify({ machine, results }, null, 2)}\n`)

/**
 * @template T
 * @param {'uws' | 'node'} core
 * @param {(server: RunningServer) => Promise<T>} use
 */
async function withServer(core, use) {
  const definition = vanillinApp(core, { folder: 'vanillin', routes: [] })
  await definition.prepare?.()
  const server = await RunningServer.start(definition, { processors: '0', databaseUrl: undefined })
  try {
    await server.answers(path)
    return await use(server)
  } finally {
    await server.stop()
  }
}

/**
 * @param {RunningServer} server
 * @returns {Promise<{ requests: number, rssMb: number[] }>} one figure a minute, the first before the load
 */
async function memoryUnderLoad(server) {
  const rssMb = [rss(server)]
  let answered = 0
  for (let minute = 0; minute < minutes; minute++) {
    const result = await runWrk({
      port: server.port,
      path,
      seconds: 60,
      connections: 64,
      processor: String(availableParallelism() - 1),
      args: ['browser'],
    })
    answered += result.requests
    rssMb.push(rss(server))
  }
  return { requests: answered, rssMb }
}

/**
 * The first tenth of the requests warms up; what is left after all the others is set against what was left then.
 *
 * @param {RunningServer} server
 */
async function memoryAfterAborts(server) {
  const load = { port: server.port, path, connections: 64 }
  await loadWithAborts({ ...load, requests: requests / 10 })
  await sleep(2000)
  const rssMbAfterWarmUp = rss(server)
  const counts = await loadWithAborts({ ...load, requests })
  await sleep(2000)
  await server.answers(path)
  return { ...counts, rssMbAfterWarmUp, rssMb: rss(server) }
}

/** @param {RunningServer} server */
function rss(server) {
  return Math.round(server.usage().rssMb)
}
