import { missingFor, programVersion } from '../installed/debian-packages.js'
import { deployApp, webUser, writeConfig } from '../installed/deployed-app.js'

/** @type {import('../measure/running-server.js').BenchServer} */
export default {
  name: 'nginx-lua',
  get version() {
    return `nginx ${programVersion('nginx', /nginx\/(\S+)/)}, ngx_http_lua`
  },
  logs: true,
  // Debian has no driver for PostgreSQL or MariaDB that would not block nginx.
  routes: ['plaintext', 'json', 'params', 'static', 'counter'],
  missing: () => missingFor('nginx-lua'),
  command(place) {
    deployApp(place, 'nginx-lua')
    return ['nginx', '-c', writeConfig(place, 'nginx.conf', `user ${webUser};`)]
  },
}
