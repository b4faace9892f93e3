import { BridgeError } from '../errors/bridge-error.ts'

const HELP: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such socket: start php-fpm, or look in its pool configuration for what `listen` says.',
  EACCES:
    'The user of this process may not write to the socket: set listen.mode or listen.group of the pool, or add the user to that group.',
  ECONNREFUSED: 'Nobody listens there: start PHP, or correct the address.',
  ENOTFOUND: 'There is no such host.',
  EAGAIN: 'The queue of the socket is full: raise pm.max_children, and listen.backlog of the pool.',
}

/** No connection came about. */
export function unreachable(where: string, cause: Error): BridgeError {
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
  const help = code === undefined ? undefined : HELP[code]
  return new BridgeError(
    // The queue of a socket is as long as php-fpm lets it be.
    code === 'EAGAIN' ? 'E_PHP_BUSY' : 'E_PHP_UNREACHABLE',
    `PHP cannot be reached at ${where}: ${code ?? cause.message}.`,
    {
      cause,
      ...(help !== undefined && { help }),
    },
  )
}
