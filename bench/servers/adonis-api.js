import { adonisApp } from '../installed/adonis-app.js'

/** @type {import('../measure/running-server.js').BenchServer} */
export default adonisApp('api')
