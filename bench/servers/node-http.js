import { routesWithout } from '../routes/index.js'

/** @type {import('../measure/running-server.js').BenchServer} */
export default {
  name: 'node-http',
  version: `node:http of Node ${process.versions.node}`,
  logs: false,
  // sessions by hand would be sessions of the bench's own
  routes: routesWithout('page'),
  command: () => [process.execPath, 'bench/apps/node-http/server.js'],
}
