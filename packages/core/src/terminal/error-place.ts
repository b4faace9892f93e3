import { readFileSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { ThrownError } from './thrown-error.ts'

/** Line and column count from 1. */
export interface Place {
  /** Absolute. */
  readonly file: string
  readonly line?: number | undefined
  readonly column?: number | undefined
}

/** Where an error says itself that it happened; undefined for the many that have their stack alone. */
export function placeOf(
  error: ThrownError,
  compiled: ThrownError | undefined,
  root: string,
): Place | undefined {
  const loc = compiled?.loc ?? error.loc
  const file = compiled?.id ?? error.id ?? loc?.file ?? error.file
  // A driver may name the file of the database's own source.
  if (file === undefined || !isAbsolute(file)) return drawnPlaceOf(compiled, root) ?? importOf(error)
  // Compilers count columns from 0, our own errors from 1.
  if (loc !== undefined) return { file, line: loc.line, column: loc.column + 1 }
  const { line, column } = error
  return { file, ...(typeof line === 'number' && { line, column: typeof column === 'number' ? column : 1 }) }
}

/** A compiler's message draws the source, below `╭─[ app/assets/app.ts:1:7 ]`. */
function drawnPlaceOf(compiled: ThrownError | undefined, root: string): Place | undefined {
  const drawing = stripVTControlCharacters(compiled?.message ?? '')
  const [, file, line, column] = /\[ (\S+):(\d+):(\d+) \]/.exec(drawing) ?? []
  return file === undefined
    ? undefined
    : { file: resolve(root, file), line: Number(line), column: Number(column) }
}

const IMPORT = /^Cannot find (?:module|package) '([^']+)' imported from '?([^']+?)'?$/

/** The line that imports what is not there. */
function importOf({ message }: ThrownError): Place | undefined {
  const [, name, file] = IMPORT.exec(message) ?? []
  if (name === undefined || file === undefined || !isAbsolute(file)) return undefined
  const lines = readLines(file)
  const index = lines.findIndex((line) => line.includes(`'${name}'`) || line.includes(`"${name}"`))
  return index === -1 ? { file } : { file, line: index + 1, column: lines[index]!.indexOf(name) }
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}
