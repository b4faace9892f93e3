import { missingFor, programVersion } from '../installed/debian-packages.js'
import { deployApp, makeSessionFolder, webUser, writeConfig } from '../installed/deployed-app.js'
import { routesWithout } from '../routes/index.js'

/** @type {import('../measure/running-server.js').BenchServer} */
export default {
  name: 'nginx-php-fpm',
  get version() {
    const php = programVersion('php-fpm8.2', /PHP (\S+)/)
    return `nginx ${programVersion('nginx', /nginx\/(\S+)/)}, PHP ${php} (FPM)`
  },
  logs: true,
  routes: [...routesWithout('middleware'), 'counter'],
  missing: () => missingFor('nginx-php-fpm'),
  command(place) {
    deployApp(place, 'php')
    makeSessionFolder(place)
    const owner = `user = ${webUser}\ngroup = ${webUser}\nlisten.owner = ${webUser}\nlisten.group = ${webUser}`
    const fpm = writeConfig(place, 'php-fpm.conf', owner)
    const nginx = writeConfig(place, 'nginx.conf', `user ${webUser};`)
    return ['sh', '-c', 'php-fpm8.2 --fpm-config "$1" & exec nginx -c "$2"', 'sh', fpm, nginx]
  },
}
