import { missingFor, programVersion } from '../installed/debian-packages.js'
import { deployApp, makeSessionFolder, webUser, writeConfig } from '../installed/deployed-app.js'
import { routesWithout } from '../routes/index.js'

/** @type {import('../measure/running-server.js').BenchServer} */
export default {
  name: 'apache-php',
  get version() {
    const php = programVersion('php', /PHP (\S+)/)
    return `Apache ${programVersion('apache2', /Apache\/(\S+)/)}, PHP ${php}`
  },
  logs: true,
  routes: [...routesWithout('middleware'), 'counter'],
  missing: () => missingFor('apache-php'),
  command(place) {
    deployApp(place, 'php')
    makeSessionFolder(place)
    const config = writeConfig(place, 'apache2.conf', `User ${webUser}\nGroup ${webUser}`)
    return ['apache2', '-DFOREGROUND', '-f', config]
  },
}
