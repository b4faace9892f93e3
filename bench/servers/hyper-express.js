/** @type {import('../measure/server.js').BenchServer} */
export default {
  name: 'hyper-express',
  routes: ['json', 'params'],
  command: [process.execPath, 'bench/apps/hyper-express/server.js'],
}
