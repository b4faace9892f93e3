/** What programs need of the process that starts them, PHP's own settings among it. */
const NEEDED = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'PATHEXT',
  'PHPRC',
  'PHP_INI_SCAN_DIR',
]

/**
 * What a PHP that is started here gets of our environment: as php-fpm does, nothing of an app. Our APP_KEY or DB_HOST would win over the `.env` of
 * the PHP app, and our secrets are not its own.
 */
export function programEnvironment(): Record<string, string> {
  return Object.fromEntries(
    NEEDED.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
