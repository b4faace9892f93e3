import { vanillinApp } from '../measure/vanillin-app.js'

/** @type {import('../measure/server.js').BenchServer} */
export default vanillinApp('node')
