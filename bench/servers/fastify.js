import { randomBytes } from 'node:crypto'
import { npmPeer } from '../installed/npm-packages.js'

/** @type {import('../measure/running-server.js').BenchServer} */
export default npmPeer({
  name: 'fastify',
  title: 'Fastify',
  packageName: 'fastify',
  script: 'server.js',
  env: { SESSION_SECRET: randomBytes(32).toString('hex') },
})
