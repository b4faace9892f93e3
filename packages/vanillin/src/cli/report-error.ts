import { describeError, errorDetails } from '@vanillin/core/terminal'
import type { Terminal } from './terminal.ts'
import { UserError } from './user-error.ts'

/**
 * Prints `error` as people read it: the message, what to do, the place in the app with its source, and the
 * way there. Returns the exit code.
 *
 * @param root the app's folder
 */
export function reportError(error: unknown, root: string, terminal: Terminal, title = ''): number {
  if (error instanceof UserError) {
    terminal.error(title + error.message, error.help)
    return error.exitCode
  }
  const report = describeError(error, root)
  const details = errorDetails(report, (style, text) => terminal.style(style, text))
  terminal.error(title + report.message, details.join('\n'))
  return 1
}
