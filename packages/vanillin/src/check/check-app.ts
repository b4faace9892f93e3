import { relative } from 'node:path'
import { isInstalled } from '../app/is-installed.ts'
import type { Terminal } from '../cli/terminal.ts'
import { UserError } from '../cli/user-error.ts'

/**
 * Type-checks code and views of an app whose types are generated, and prints what it finds.
 * @returns how many errors there are
 * @throws UserError when the app has no TypeScript
 */
export async function checkApp(root: string, terminal: Terminal): Promise<number> {
  if (!isInstalled('typescript', root))
    throw new UserError('TypeScript is not installed in this app.', 'npm install --save-dev typescript')
  const { checkViews } = await import('@vanillin/core/view-types')
  const found = await checkViews({ root, project: true })
  for (const { file, line, column, message, code } of found) {
    const place = terminal.style('cyan', `${relative(root, file)}:${line}:${column}`)
    terminal.line(`${place} ${message}${code === undefined ? '' : terminal.style('dim', ` (TS${code})`)}`)
  }
  return found.length
}

export const countErrors = (count: number): string => (count === 1 ? '1 error.' : `${count} errors.`)
