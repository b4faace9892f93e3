import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/steps/root.js'

/** Apache, nginx and php-fpm, started as root, work as this user of Debian's; otherwise as whoever starts them. */
export const webUser = process.getuid?.() === 0 ? 'www-data' : undefined

/**
 * Copies an app and the public files to where the server's user may read them.
 *
 * @param {import('../measure/running-server.js').Place} place
 * @param {string} app below bench/apps
 */
export function deployApp({ folder }, app) {
  chmodSync(folder, 0o755)
  cpSync(join(root, 'bench/apps', app), join(folder, 'app'), { recursive: true })
  cpSync(join(root, 'bench/public'), join(folder, 'app/public'), { recursive: true })
}

/**
 * A folder for PHP's sessions with the rights of Debian's /var/lib/php/sessions, removed with the server's own.
 *
 * @param {import('../measure/running-server.js').Place} place
 */
export function makeSessionFolder({ folder }) {
  mkdirSync(join(folder, 'sessions'))
  chmodSync(join(folder, 'sessions'), 0o1733)
}

/**
 * Fills in a configuration of a deployed app: `{{folder}}`, `{{port}}` and `{{user}}`.
 *
 * @param {import('../measure/running-server.js').Place} place
 * @param {string} name of the file
 * @param {string} user the lines that set the user, where one is set
 * @returns {string} the file
 */
export function writeConfig({ folder, port }, name, user) {
  const file = join(folder, name)
  const template = readFileSync(join(folder, 'app', name), 'utf8')
  const config = template
    .replaceAll('{{folder}}', folder)
    .replaceAll('{{port}}', String(port))
    .replaceAll('{{user}}', webUser === undefined ? '' : user)
  writeFileSync(file, config)
  return file
}
