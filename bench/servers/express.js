import { npmPeer } from '../installed/npm-packages.js'

/** @type {import('../measure/running-server.js').BenchServer} */
export default npmPeer({
  name: 'express',
  title: 'Express',
  packageName: 'express',
  script: 'server.js',
  without: ['page'],
})
