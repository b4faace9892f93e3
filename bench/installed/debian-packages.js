import { spawnSync } from 'node:child_process'

const php = ['php8.2-apcu', 'php8.2-cli', 'php8.2-mbstring', 'php8.2-mysql', 'php8.2-opcache', 'php8.2-pgsql']

/** What the bench needs of Debian 12, by server; `tools` are needed by all. */
export const debianPackages = {
  tools: ['mariadb-server', 'postgresql', 'util-linux', 'wrk'],
  'apache-php': ['apache2', 'libapache2-mod-php8.2', ...php],
  'nginx-lua': ['libnginx-mod-http-lua', 'lua-cjson', 'nginx'],
  'nginx-php-fpm': ['nginx', 'php8.2-fpm', ...php],
  'php-bridge': ['nginx', 'php8.2-fpm', 'php8.2-opcache'],
}

/**
 * Those of the packages that are not installed.
 *
 * @param {readonly string[]} packages
 */
export function missingPackages(packages) {
  return packages.filter((name) => !isInstalled(name))
}

/**
 * What a server lacks, with the command that installs it.
 *
 * @param {'apache-php' | 'nginx-lua' | 'nginx-php-fpm' | 'php-bridge'} server
 * @returns {string | undefined}
 */
export function missingFor(server) {
  const missing = missingPackages(debianPackages[server])
  return missing.length > 0 ? `apt-get install ${missing.join(' ')}` : undefined
}

/** @param {string} name */
function isInstalled(name) {
  const query = spawnSync('dpkg-query', ['-W', '-f=${db:Status-Status}', name], { encoding: 'utf8' })
  return query.stdout === 'installed'
}

/**
 * The version that a program reports by `-v`, or nothing where it is missing.
 *
 * @param {string} program
 * @param {RegExp} pattern whose group is the version
 */
export function programVersion(program, pattern) {
  const { stdout, stderr } = spawnSync(program, ['-v'], { encoding: 'utf8' })
  return pattern.exec(`${stdout}${stderr}`)?.[1] ?? ''
}
