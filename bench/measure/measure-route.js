import { RunningServer } from './running-server.js'
import { load } from './wrk.js'

/** @type {('one' | 'browser')[]} */
const headerSets = ['one', 'browser']

/**
 * Measures a route on all servers that have it, in rounds of A, B, C, A, B, C: what the machine does in the meantime
 * hits all alike.
 *
 * @param {import('../routes/index.js').BenchRoute} route
 * @param {readonly import('./running-server.js').BenchServer[]} servers
 * @param {import('../databases/index.js').World | undefined} world
 * @param {import('./options.js').BenchOptions} options
 * @returns {Promise<import('../report/rows.js').Sample[]>}
 */
export async function measureRoute(route, servers, world, options) {
  const able = servers.filter((server) => server.routes.includes(route.name))
  /** @type {RunningServer[]} */
  const running = []
  /** @type {import('../report/rows.js').Sample[]} */
  const samples = []
  try {
    for (const server of able) {
      const started = await RunningServer.start(server, {
        processors: options.processor,
        databaseUrl: world?.url,
      })
      running.push(started)
      await started.signIn(route, options.connections)
      await started.check(route, world)
    }
    for (let round = 1; round <= options.rounds; round++) {
      for (const headers of headerSets) {
        for (const server of running) {
          options.interrupted.throwIfAborted()
          samples.push(await sample(server, route, headers, options))
        }
      }
    }
    // a server that answers well when idle and otherwise under load is found out here
    await Promise.all(running.map((server) => server.workedOff()))
    for (const server of running) await server.check(route, world)
  } finally {
    await Promise.all(running.map((server) => server.stop()))
  }
  console.log(`${route.name}: ${able.length} servers, ${options.rounds} rounds`)
  return samples
}

/**
 * @param {RunningServer} server
 * @param {import('../routes/index.js').BenchRoute} route
 * @param {'one' | 'browser'} headers
 * @param {import('./options.js').BenchOptions} options
 * @returns {Promise<import('../report/rows.js').Sample>}
 */
async function sample(server, route, headers, { seconds, connections, loadProcessor }) {
  const setting = { headers, connections, processor: loadProcessor, cookies: server.cookies }
  await load(server.port, route.request, { ...setting, seconds: 1 })
  const before = server.usage()
  const result = await load(server.port, route.request, { ...setting, seconds })
  const after = server.usage()
  return {
    route: route.name,
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
