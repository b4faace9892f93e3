/** What PHP runs, or keeps its code in; with whatever an editor or a backup has put behind it. */
const CODE = /^(?:php|phtml|pht|phps|phar|inc(?![a-z]))/i

/**
 * Whether a file of this name may be served as it is. PHP's code never is, under no other name that editors and backups give it
 * (`config.php~`, `config.php.bak`, `config.inc`), and no dotfile, such as `.env` and `.htaccess`.
 */
export function isStaticName(name: string): boolean {
  if (name.startsWith('.')) return false
  return !name
    .split('.')
    .slice(1)
    .some((part) => CODE.test(part))
}

/** Whether a folder of this name is looked into; of those that begin with a dot `.well-known` alone (RFC 8615). */
export function isOpenFolder(name: string): boolean {
  return !name.startsWith('.') || name === '.well-known'
}
