import type { PhpErrorEntry } from './php-error.ts'

/** The codes of the errors of the bridge. */
export type BridgeErrorCode =
  | 'E_PHP_UPSTREAM'
  | 'E_PHP_OPTIONS'
  | 'E_PHP_ROOT'
  | 'E_PHP_HTACCESS'
  | 'E_PHP_UNREACHABLE'
  | 'E_PHP_BROKE_OFF'
  | 'E_PHP_MALFORMED'
  | 'E_PHP_HEAD_TOO_LARGE'
  | 'E_PHP_SCRIPT_UNSEEN'
  | 'E_PHP_BUSY'
  | 'E_PHP_TIMEOUT'

/** Every error of the bridge. docs/php-bridge.md explains each under its code. */
export const bridgeCatalogue: Readonly<Record<BridgeErrorCode, PhpErrorEntry>> = {
  E_PHP_UPSTREAM: {
    status: 500,
    help: 'Say where PHP runs: `fpm` takes the socket of php-fpm, as nginx has it in fastcgi_pass, `http` the address of Apache.',
  },
  E_PHP_OPTIONS: { status: 500, help: 'Correct what php({...}) in routes.ts is given.' },
  E_PHP_ROOT: {
    status: 500,
    help: 'Set `root` of php({...}) to the folder that is public in the PHP app, from the folder of this app on.',
  },
  E_PHP_HTACCESS: {
    status: 500,
    help: 'Put a condition before the rule, or the flag END, or switch `htaccess` of php({...}) off.',
  },
  E_PHP_UNREACHABLE: { status: 502, help: 'See that PHP runs where `fpm` or `http` of php({...}) says.' },
  E_PHP_BROKE_OFF: {
    status: 502,
    help: "PHP was stopped or crashed while it answered: see php-fpm's own log, and its request_terminate_timeout.",
  },
  E_PHP_MALFORMED: {
    status: 502,
    help: 'See that what listens there is php-fpm, and what the script sends as headers.',
  },
  E_PHP_HEAD_TOO_LARGE: {
    status: 502,
    help: 'Let the script send fewer or smaller headers, often cookies, or raise `maxHeaderBytes` of php({...}).',
  },
  E_PHP_SCRIPT_UNSEEN: {
    status: 502,
    help: 'php-fpm runs as another user (often www-data) or in a container: let it read the folder, or say in `fpm.root` where it has it.',
  },
  E_PHP_BUSY: {
    status: 503,
    help: 'Raise pm.max_children of php-fpm and `fpm.maxConnections` with it, or find the scripts that take so long.',
  },
  E_PHP_TIMEOUT: {
    status: 504,
    help: 'Find out what the script waits for, or raise `timeoutMs` of php({...}). If nothing of it has run, all workers of php-fpm were busy.',
  },
}
