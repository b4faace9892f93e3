// npm run bench: Vanillin and others side by side. CPU time per request is what counts: a neighbour on the machine
// halves the throughput, but hardly moves that. `--help` lists the options, bench/README.md says how to read it.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describeMachine, machineLine } from '../scripts/steps/machine.js'
import { root } from '../scripts/steps/root.js'
import { readOptions, usage } from './measure/options.js'
import { toRows, toTable } from './measure/report.js'
import { freePort, RunningServer } from './measure/server.js'
import { load, requireTools } from './measure/wrk.js'
import { routes } from './routes.js'

/** The first one is what the others are set against. */
const order = ['hyper-express', 'vanillin-uws', 'node-http', 'vanillin-node']

/** @type {('one' | 'browser')[]} */
const headerSets = ['one', 'browser']

if (process.argv.includes('--help')) console.log(usage)
else await main()

async function main() {
  try {
    await bench(readOptions(process.argv.slice(2)))
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}

/** @param {import('./measure/options.js').BenchOptions} options */
async function bench(options) {
  requireTools()
  const chosen = pick('route', options.routes, Object.keys(routes))
  const servers = await readServers(options.only)
  const machine = describeMachine()
  console.log(machineLine(machine))

  /** @type {RunningServer[]} */
  const running = []
  try {
    for (const server of servers) {
      await server.prepare?.()
      const started = new RunningServer(server, await freePort(), options.processor)
      running.push(started)
      for (const name of server.routes) await started.check(routeOf(name))
    }
    const rows = toRows(await measure(running, chosen, options))
    console.log(`\n${toTable(rows)}`)
    const isComplete = options.only.length === 0 && options.routes.length === 0
    if (isComplete) write(join(root, 'bench/results/latest.json'), { machine, rows })
    if (options.out) write(options.out, { machine, rows })
  } finally {
    await Promise.all(running.map((server) => server.stop()))
  }
}

/**
 * Rounds of A, B, C, A, B, C: what the machine does in the meantime hits all alike.
 *
 * @param {readonly RunningServer[]} servers
 * @param {readonly string[]} chosen names of routes
 * @param {import('./measure/options.js').BenchOptions} options
 */
async function measure(servers, chosen, options) {
  /** @type {import('./measure/report.js').Sample[]} */
  const samples = []
  for (let round = 1; round <= options.rounds; round++) {
    for (const route of chosen) {
      for (const headers of headerSets) {
        const able = servers.filter((server) => server.definition.routes.includes(route))
        for (const server of able) samples.push(await sample(server, route, headers, options))
      }
    }
    console.log(`round ${round} of ${options.rounds}`)
  }
  return samples
}

/**
 * @param {RunningServer} server
 * @param {string} route
 * @param {'one' | 'browser'} headers
 * @param {import('./measure/options.js').BenchOptions} options
 * @returns {Promise<import('./measure/report.js').Sample>}
 */
async function sample(server, route, headers, { seconds, connections, loadProcessor }) {
  const url = `http://127.0.0.1:${server.port}${routeOf(route).path}`
  const setting = { headers, connections, processor: loadProcessor }
  await load(url, { ...setting, seconds: 1 })
  const before = server.usage()
  const result = await load(url, { ...setting, seconds })
  const after = server.usage()
  return {
    route,
    server: server.definition.name,
    headers,
    cpuUs: (after.cpuUs - before.cpuUs) / Math.max(result.requests, 1),
    rps: result.requests / result.seconds,
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    rssMb: after.rssMb,
    errors: result.errors,
  }
}

/**
 * @param {readonly string[]} only
 * @returns {Promise<import('./measure/server.js').BenchServer[]>}
 */
async function readServers(only) {
  const files = readdirSync(join(root, 'bench/servers')).filter((file) => file.endsWith('.js'))
  const known = files.map((file) => file.slice(0, -3)).toSorted((left, right) => rank(left) - rank(right))
  return Promise.all(
    pick('server', only, known).map(async (name) => (await import(`./servers/${name}.js`)).default),
  )
}

/** @param {string} name servers without a place of their own come last */
function rank(name) {
  const index = order.indexOf(name)
  return index < 0 ? order.length : index
}

/**
 * @param {string} kind
 * @param {readonly string[]} wanted
 * @param {readonly string[]} known
 */
function pick(kind, wanted, known) {
  const unknown = wanted.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`No ${kind} ${unknown.join(', ')}; there are ${known.join(', ')}.`)
  return known.filter((name) => wanted.length === 0 || wanted.includes(name))
}

/** @param {string} name */
function routeOf(name) {
  const route = routes[name]
  if (!route) throw new Error(`bench/routes.js has no route ${name}.`)
  return route
}

/**
 * @param {string} file
 * @param {unknown} value
 */
function write(file, value) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`)
  console.log(`written: ${file.replace(root, '')}`)
}
