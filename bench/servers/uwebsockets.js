import { installedVersion } from '../installed/npm-packages.js'
import { routes } from '../routes/index.js'

/** @type {import('../measure/running-server.js').BenchServer} */
export default {
  name: 'uwebsockets',
  version: `uWebSockets.js, uws-pack ${installedVersion('uws-pack')}`,
  logs: false,
  routes: routes.map(({ name }) => name),
  command: () => [process.execPath, 'bench/apps/uwebsockets/server.js'],
}
