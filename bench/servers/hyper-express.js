import { installedVersion } from '../installed/npm-packages.js'
import { routes } from '../routes/index.js'

/** @type {import('../measure/running-server.js').BenchServer} */
export default {
  name: 'hyper-express',
  version: `hyper-express ${installedVersion('hyper-express')}`,
  logs: false,
  routes: routes.map(({ name }) => name),
  command: () => [process.execPath, 'bench/apps/hyper-express/server.js'],
}
