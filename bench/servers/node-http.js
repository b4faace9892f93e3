import { routes } from '../routes/index.js'

/** @type {import('../measure/running-server.js').BenchServer} */
export default {
  name: 'node-http',
  version: `node:http of Node ${process.versions.node}`,
  logs: false,
  routes: routes.map(({ name }) => name),
  command: () => [process.execPath, 'bench/apps/node-http/server.js'],
}
