import { npmPeer, peersFolder } from '../installed/npm-packages.js'
import { runNode } from '../../scripts/steps/run.js'

/** @type {import('../measure/running-server.js').BenchServer} */
export default npmPeer({
  name: 'nest',
  title: 'NestJS',
  packageName: '@nestjs/core',
  script: 'dist/main.js',
  without: ['page'],
  async prepare() {
    const code = await runNode('bench/peers/node_modules/typescript/bin/tsc', [], {
      cwd: `${peersFolder}/nest`,
    })
    if (code !== 0) throw new Error('tsc failed in bench/peers/nest.')
  },
})
