import { npmPeer } from '../installed/npm-packages.js'

/** @type {import('../measure/running-server.js').BenchServer} */
export default npmPeer({
  name: 'hono',
  title: 'Hono',
  packageName: 'hono',
  script: 'server.js',
  without: ['page'],
})
