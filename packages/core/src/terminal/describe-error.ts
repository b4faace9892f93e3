import { inspect, stripVTControlCharacters } from 'node:util'
import { appFrames, distinctFrames, fromFolder } from './app-frames.ts'
import { codeFrame } from './code-frame.ts'
import { placeOf, type Place } from './error-place.ts'
import { causeOf, toThrownError, type ThrownError } from './thrown-error.ts'

/** What is to be said of an error, in the order in which people need it. */
export interface ErrorReport {
  /** `TypeError: x is not a function`, or the message of an error that was written for readers with its code. */
  readonly message: string
  readonly help: string | undefined
  /** The statement that a database refused. */
  readonly sql: string | undefined
  /** `app/controllers/posts.ts:12:5` */
  readonly place: string | undefined
  /** Source around the place. */
  readonly frame: string | undefined
  /** The way through the app's code; the whole stack of an unexpected error that no line of the app appears in. */
  readonly stack: readonly string[]
}

/** @param root the app's folder, from which files are named */
export function describeError(thrown: unknown, root: string): ErrorReport {
  const error = toThrownError(thrown)
  // A compiler lists its errors; its own stack leads through the compiler.
  const compiled = error.errors?.[0]
  const cause = causeOf(error)
  const stack = compiled === undefined ? [error.stack, cause?.stack].join('\n') : ''
  const frames = appFrames(stack, root)
  const place = placeOf(error, compiled, root) ?? frames[0]
  return {
    message: messageOf(error, compiled).replaceAll(`${root}/`, ''),
    help: typeof error.help === 'string' && error.help !== '' ? error.help : undefined,
    sql: sqlOf(error) ?? (cause && !isSaid(cause.sql, error) ? sqlOf(cause) : undefined),
    place: place && textOf(place, root),
    frame: place && frameAt(place, error),
    stack: frames.length > 0 ? distinctFrames(frames).map(({ text }) => text) : restOf(error, place, stack),
  }
}

function messageOf(error: ThrownError, compiled: ThrownError | undefined): string {
  if (compiled !== undefined) {
    // The other lines of a compiler's message draw the source.
    const [first = ''] = plain(compiled.message).split('\n', 1)
    return first.replace(/^\[PARSE_ERROR\]\s*/, 'Syntax error: ').replace(/^\[[\w:-]+\]\s*/, '')
  }
  const message = plain(error.message)
  if (isWritten(error)) return message.replace(/$/m, ` (${String(error.code)})`)
  const kind = error.type ?? error.name ?? 'Error'
  return /^(user)?error$/i.test(kind) ? message : `${kind}: ${message}`
}

/** Of one of our catalogues: its message says all, and its kind says nothing. */
const isWritten = ({ code }: ThrownError): boolean => typeof code === 'string' && code.startsWith('E_')

function textOf({ file, line, column }: Place, root: string): string {
  const near = fromFolder(root, file) ?? file
  return line === undefined ? near : `${near}:${line}:${column ?? 1}`
}

function frameAt({ file, line, column = 1 }: Place, { frame }: ThrownError): string | undefined {
  const ours = line === undefined ? undefined : codeFrame(file, line, column)
  return ours ?? (frame === undefined ? undefined : plain(frame))
}

/** A migration's failure names the statement itself. */
const isSaid = (sql: unknown, { message }: ThrownError): boolean =>
  typeof sql === 'string' && message.includes(sql)

const SHORT = { breakLength: Infinity, maxArrayLength: 20, maxStringLength: 100 }

function sqlOf({ sql, parameters }: ThrownError): string | undefined {
  if (typeof sql !== 'string') return undefined
  return Array.isArray(parameters) && parameters.length > 0 ? `${sql}  ${inspect(parameters, SHORT)}` : sql
}

/** Where nothing else leads to the fault, even the frames of the framework may. */
function restOf(error: ThrownError, place: Place | undefined, stack: string): string[] {
  if (place !== undefined || isWritten(error) || error.plugin !== undefined) return []
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim())
}

const plain = (text = ''): string => stripVTControlCharacters(text)
