import { missingFor, programVersion } from '../installed/debian-packages.js'
import { deployApp, webUser, writeConfig } from '../installed/deployed-app.js'
import { routes } from '../routes/index.js'

/** @type {import('../measure/running-server.js').BenchServer} */
export default {
  name: 'apache-php',
  get version() {
    const php = programVersion('php', /PHP (\S+)/)
    return `Apache ${programVersion('apache2', /Apache\/(\S+)/)}, PHP ${php}`
  },
  logs: true,
  routes: routes.map(({ name }) => name),
  missing: () => missingFor('apache-php'),
  command(place) {
    deployApp(place, 'php')
    const config = writeConfig(place, 'apache2.conf', `User ${webUser}\nGroup ${webUser}`)
    return ['apache2', '-DFOREGROUND', '-f', config]
  },
}
