/** @type {import('../measure/server.js').BenchServer} */
export default {
  name: 'node-http',
  routes: ['json', 'params'],
  command: [process.execPath, 'bench/apps/node-http/server.js'],
}
