import { vanillinApp } from '../measure/vanillin-app.js'
import { routesWithout, sharedRoutes } from '../routes/index.js'

/** @type {import('../measure/running-server.js').BenchServer} */
export default vanillinApp('node', { folder: 'vanillin', routes: [...routesWithout(), ...sharedRoutes] })
