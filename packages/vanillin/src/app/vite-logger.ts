import type { Logger } from 'vite'
import { reportError } from '../cli/report-error.ts'
import { createTerminal } from '../cli/terminal.ts'

/** What Vite has to say of the front end, in the form of all other messages of the command. */
export function createViteLogger(root: string): Logger {
  const terminal = createTerminal()
  const warned = new Set<string>()
  const reported = new WeakSet<object>()
  const logger: Logger = {
    hasWarned: false,
    info() {},
    clearScreen() {},
    warn(message) {
      logger.hasWarned = true
      terminal.warn(message)
    },
    warnOnce(message) {
      if (!warned.has(message)) logger.warn(message)
      warned.add(message)
    },
    error(message, options) {
      const error = options?.error
      if (!error) return terminal.error(message)
      reported.add(error)
      reportError(error, root, terminal)
    },
    hasErrorLogged: (error) => reported.has(error),
  }
  return logger
}
