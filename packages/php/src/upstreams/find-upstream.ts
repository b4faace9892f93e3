import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { Application } from '@vanillin/core'
import { BridgeError } from '../errors/bridge-error.ts'
import { BuiltInServer } from './built-in-server.ts'
import { FastCgiUpstream } from './fastcgi-upstream.ts'
import type { PhpUpstream } from './php-upstream.ts'
import type { UpstreamSettings } from './upstream-settings.ts'

/** Where Debian, Fedora and others put the sockets of php-fpm. */
const SOCKET_FOLDERS = ['/run/php', '/run/php-fpm', '/var/run/php-fpm']

/**
 * PHP on the machine of a developer who has said nothing: a socket of php-fpm that lets us in, or else `php -S`, started here.
 *
 * @throws BridgeError `E_PHP_UPSTREAM` in production, and where neither is there
 */
export async function findUpstream(
  app: Application,
  settings: UpstreamSettings & { readonly kind: 'found' },
  root: string | undefined,
  folders: readonly string[] = SOCKET_FOLDERS,
): Promise<PhpUpstream> {
  if (app.environment === 'production')
    throw new BridgeError(
      'E_PHP_UPSTREAM',
      'php({...}) does not say where PHP runs, and production does not guess.',
    )
  const path = await findSocket(folders)
  if (path !== undefined) return new FastCgiUpstream({ ...settings, address: { path }, root: undefined })
  const server = root === undefined ? undefined : await BuiltInServer.start({ settings, root, log: app.log })
  if (server !== undefined) return server
  throw new BridgeError(
    'E_PHP_UPSTREAM',
    `No PHP was found: no socket of php-fpm in ${folders.join(', ')}, and no program \`php\` in the PATH.`,
    {
      help: 'Install it (`apt install php-cli`, `brew install php`), or say in `fpm` or `http` of php({...}) where it runs.',
    },
  )
}

async function findSocket(folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    // oxlint-disable-next-line no-await-in-loop -- the first folder wins
    const names = await readdir(folder).catch(() => [])
    // the newest version of PHP first
    for (const name of names.filter((entry) => entry.endsWith('.sock')).toSorted(newestFirst)) {
      const path = join(folder, name)
      // oxlint-disable-next-line no-await-in-loop -- the first socket wins
      if (await letsIn(path)) return path
    }
  }
  return undefined
}

function newestFirst(left: string, right: string): number {
  return right.localeCompare(left, 'en', { numeric: true })
}

function letsIn(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ path })
    const answer = (isIn: boolean) => () => {
      socket.destroy()
      resolve(isIn)
    }
    socket.once('connect', answer(true))
    socket.once('error', answer(false))
  })
}
