import { BridgeError } from '../errors/bridge-error.ts'

/** Where a FastCGI server listens. */
export type FastCgiAddress = { readonly path: string } | { readonly host: string; readonly port: number }

/**
 * An address as nginx's `fastcgi_pass` and php-fpm's `listen` write it: `/run/php/php8.2-fpm.sock`, with or without `unix:` before it,
 * `127.0.0.1:9000`, `[::1]:9000`, or a port of this machine.
 *
 * @throws BridgeError `E_PHP_OPTIONS`
 */
export function toFastCgiAddress(text: string): FastCgiAddress {
  const path = text.startsWith('unix:') ? text.slice('unix:'.length) : text
  if (path.startsWith('/')) return { path }
  const found = /^(?:(\[[0-9a-fA-F:.]+\]|[^\s:/]+):)?(\d{1,5})$/.exec(text)
  const port = Number(found?.[2])
  if (found !== null && port > 0 && port < 65_536)
    return { host: (found[1] ?? '127.0.0.1').replaceAll(/[[\]]/g, ''), port }
  throw new BridgeError(
    'E_PHP_OPTIONS',
    `${JSON.stringify(text)} is no address of php-fpm: it looks like /run/php/php8.2-fpm.sock or 127.0.0.1:9000.`,
  )
}

export function describeAddress(address: FastCgiAddress): string {
  if ('path' in address) return address.path
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`
}
