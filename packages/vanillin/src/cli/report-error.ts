import type { Terminal } from './terminal.ts'
import { UserError } from './user-error.ts'

/** An error of a catalogue (core, database, http): its message tells the user what to do. */
interface CataloguedError extends Error {
  readonly code: string
  readonly help?: string | undefined
}

/**
 * Prints `error` as its kind deserves: what the user can mend without a stack, what is a fault of code
 * with one. Returns the exit code.
 */
export function reportError(error: unknown, terminal: Terminal): number {
  if (error instanceof UserError) {
    terminal.error(error.message, error.help)
    return error.exitCode
  }
  if (error instanceof Error && error.name === 'CACError') {
    terminal.error(error.message, 'Add --help to the command to see what it takes.')
    return 2
  }
  if (isCatalogued(error)) {
    terminal.error(`${error.message} (${error.code})`, error.help)
    return 1
  }
  terminal.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return 1
}

function isCatalogued(error: unknown): error is CataloguedError {
  return (
    error instanceof Error &&
    typeof (error as Partial<CataloguedError>).code === 'string' &&
    (error as CataloguedError).code.startsWith('E_')
  )
}
