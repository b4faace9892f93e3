import { vanillinApp } from '../measure/vanillin-app.js'
import { routes } from '../routes/index.js'

/** @type {import('../measure/running-server.js').BenchServer} */
export default vanillinApp('node', { folder: 'vanillin', routes: routes.map(({ name }) => name) })
