import { relative } from 'node:path'

export type ViewErrorCode = 'E_VIEW_NOT_FOUND' | 'E_VIEW_SYNTAX' | 'E_VIEW_RUNTIME'

/** A place in a template. Lines and columns count from 1. */
export interface ViewPosition {
  readonly view: string
  /** The file: an absolute path, or in a built app the path that it had in the source folder. */
  readonly file: string
  readonly line: number
  readonly column: number
}

export interface ViewErrorOptions extends ErrorOptions {
  readonly help?: string
  /** Where it happened, then from where that template was included, then from where that one was. */
  readonly trail?: readonly ViewPosition[]
}

/**
 * A template that could not be found, compiled or rendered. `file`, `line` and `column` name the place in
 * the template, and the stack begins with it, so that every tool that reads stacks opens the template.
 */
export class ViewError extends Error {
  override readonly name = 'ViewError'
  readonly code: ViewErrorCode
  readonly status = 500
  readonly help: string
  /** The message without the places. */
  readonly reason: string
  /** Innermost first. */
  readonly trail: readonly ViewPosition[]

  constructor(code: ViewErrorCode, message: string, options: ViewErrorOptions = {}) {
    const trail = options.trail ?? []
    super(message + (trail.length > 0 ? ` (${describe(trail)})` : ''), options)
    this.code = code
    this.help = options.help ?? ''
    this.reason = message
    this.trail = trail
    if (trail.length > 0) this.stack = stackOf(this, trail)
  }

  /** The template, or undefined where none is to blame: an unknown name that a controller asked for. */
  get file(): string | undefined {
    return this.trail[0]?.file
  }

  get line(): number | undefined {
    return this.trail[0]?.line
  }

  get column(): number | undefined {
    return this.trail[0]?.column
  }
}

function describe(trail: readonly ViewPosition[]): string {
  const shown = trail.length > 6 ? [...trail.slice(0, 3), undefined, ...trail.slice(-2)] : trail
  return shown.map((place) => (place === undefined ? '…' : placeOf(place))).join(', included from ')
}

function placeOf({ file, line, column }: ViewPosition): string {
  const near = relative(process.cwd(), file)
  return `${near.startsWith('..') ? file : near}:${line}:${column}`
}

function stackOf(error: ViewError, trail: readonly ViewPosition[]): string {
  const places = trail.map(({ view, file, line, column }) => `    at ${view} (${file}:${line}:${column})`)
  const inner = error.cause instanceof Error ? error.cause.stack : error.stack
  const frames = (inner ?? '').split('\n').filter((line) => /^\s+at /.test(line) && !/[ (]view:/.test(line))
  return [`${error.name}: ${error.message}`, ...places, ...frames].join('\n')
}
