import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describeUnless } from '#fixtures/describe-unless.ts'

/** What Debian keeps out of the PATH of users. */
const FURTHER_FOLDERS = ['/usr/sbin', '/usr/local/sbin']

/** The first of these programs that is installed. */
export function findProgram(...names: readonly string[]): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...FURTHER_FOLDERS]
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

export const programs: Readonly<Record<'php' | 'php-fpm' | 'nginx' | 'apache', string | undefined>> = {
  php: findProgram('php'),
  'php-fpm': findProgram('php-fpm8.2', 'php-fpm8.4', 'php-fpm8.3', 'php-fpm'),
  nginx: findProgram('nginx'),
  apache: findProgram('apache2', 'httpd'),
}

/** A suite that needs programs, as {@link describeUnless}. */
export function describeWith(
  title: string,
  needed: readonly (keyof typeof programs)[],
  define: () => void,
): void {
  const missing = needed.filter((name) => programs[name] === undefined)
  describeUnless(missing.length === 0 ? undefined : `not installed: ${missing.join(', ')}`, title, define)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
