// npm run bench: Vanillin and others side by side. CPU time per request is what counts: a neighbour on the machine
// halves the throughput, but hardly moves that. `--help` lists the options, bench/README.md says how to read it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describeMachine, machineLine } from '../scripts/steps/machine.js'
import { root } from '../scripts/steps/root.js'
import { databases } from './databases/index.js'
import { measureRoute } from './measure/measure-route.js'
import { readOptions, usage } from './measure/options.js'
import { pick } from './measure/pick.js'
import { toPage } from './report/page.js'
import { toRows, toTable } from './report/rows.js'
import { withEarlier } from './report/with-earlier.js'
import { requireTools } from './measure/wrk.js'
import { routes } from './routes/index.js'
import { readServers } from './servers/index.js'

const latestFile = join(root, 'bench/results/latest.json')

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
  const chosen = pick('route', routes, options.routes)
  const { servers, missing } = await readServers(options.only)
  const machine = describeMachine()
  console.log(machineLine(machine))
  for (const { name, reason } of missing) console.log(`${name} is missing: ${reason}`)

  for (const server of servers) await server.prepare?.()
  const rows = toRows(await measureAll(chosen, servers, options))
  console.log(`\n${toTable(rows)}`)

  const result = {
    machine,
    servers: servers.map(({ name, version, logs }) => ({ name, version, logs })),
    missing,
    rows,
  }
  // Figures are compared within a route: of all servers, or they are nobody's.
  if (options.only.length === 0 && rows.length > 0) {
    const latest = withEarlier(result, readLatest())
    writeJson(latestFile, latest)
    for (const [file, text] of Object.entries(toPage(latest, routes))) write(join(root, 'docs', file), text)
  }
  if (options.out) writeJson(options.out, result)
}

/**
 * @param {import('./routes/index.js').BenchRoute[]} chosen
 * @param {import('./measure/running-server.js').BenchServer[]} servers
 * @param {import('./measure/options.js').BenchOptions} options
 */
async function measureAll(chosen, servers, options) {
  /** @type {import('./report/rows.js').Sample[]} */
  const samples = []
  /** @type {Map<import('./databases/index.js').DatabaseName, import('./databases/index.js').World>} */
  const worlds = new Map()
  try {
    for (const route of chosen) {
      const { database } = route
      if (database && !worlds.has(database))
        worlds.set(database, await databases[database](options.loadProcessor))
      samples.push(...(await measureRoute(route, servers, database && worlds.get(database), options)))
    }
  } catch (error) {
    if (!options.interrupted.aborted) throw error
    console.log('Interrupted: what was measured before is kept.')
  } finally {
    for (const world of worlds.values()) await world.stop()
  }
  return samples
}

/** @returns {import('./report/page.js').Result | undefined} */
function readLatest() {
  return existsSync(latestFile) ? JSON.parse(readFileSync(latestFile, 'utf8')) : undefined
}

/**
 * @param {string} file
 * @param {unknown} value
 */
function writeJson(file, value) {
  write(file, `${JSON.stringify(value, null, 2)}\n`)
}

/**
 * @param {string} file
 * @param {string} text
 */
function write(file, text) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  console.log(`written: ${file.replace(root, '')}`)
}
