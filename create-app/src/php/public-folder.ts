import { existsSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'

/** Where PHP apps have what is public, in the order in which it is looked for. */
const FOLDERS = ['public', 'web', 'htdocs', 'public_html', 'www', 'webroot']

/**
 * The folder of a PHP app that holds its front controller, as the new app names it: from its own folder on.
 *
 * @param php folder of the PHP app, from the working folder on
 * @param app folder of the new app
 */
export function publicFolder(php: string, app: string): string {
  const candidates = [...FOLDERS.map((name) => join(php, name)), php]
  const found = candidates.find((folder) => existsSync(join(folder, 'index.php'))) ?? php
  return relative(app, resolve(found)).split(sep).join('/')
}
