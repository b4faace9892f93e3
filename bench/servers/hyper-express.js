import { installedVersion } from '../installed/npm-packages.js'
import { routesWithout } from '../routes/index.js'

/** @type {import('../measure/running-server.js').BenchServer} */
export default {
  name: 'hyper-express',
  version: `hyper-express ${installedVersion('hyper-express')}`,
  logs: false,
  // sessions by hand would be sessions of the bench's own
  routes: routesWithout('page'),
  command: () => [process.execPath, 'bench/apps/hyper-express/server.js'],
}
