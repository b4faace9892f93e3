import { isInstalled } from '../app/is-installed.ts'
import type { Terminal } from '../cli/terminal.ts'
import { UserError } from '../cli/user-error.ts'
import { findingLine } from './finding-line.ts'

/**
 * Type-checks code and views of an app whose types are generated, and prints what it finds.
 * @returns how many errors there are
 * @throws UserError when the app has no TypeScript
 */
export async function checkApp(root: string, terminal: Terminal): Promise<number> {
  if (!isInstalled('typescript', root))
    throw new UserError('TypeScript is not installed in this app.', 'npm install --save-dev typescript')
  const { AppChecker } = await import('./app-checker.ts')
  const found = await new AppChecker(root).check()
  for (const finding of found) terminal.line(findingLine(finding, terminal))
  return found.length
}

export const countErrors = (count: number): string => (count === 1 ? '1 error.' : `${count} errors.`)
