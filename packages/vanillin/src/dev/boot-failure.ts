import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { errorPage } from './error-page.ts'

/** The parts of an error that compilers, Vite and our own catalogue add to the usual ones. */
interface DetailedError extends Error {
  readonly id?: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly loc?: { readonly file?: string; readonly line: number; readonly column: number }
  readonly frame?: string
  readonly help?: string
  readonly errors?: readonly DetailedError[]
}

/** Why the app, or its routes, could not be loaded: for the page and for the terminal. */
export class BootFailure {
  readonly title: string
  readonly message: string
  readonly place: string | undefined
  readonly frame: string | undefined
  readonly stack: string | undefined

  constructor(title: string, error: unknown, root: string) {
    this.title = title
    const outer = (error instanceof Error ? error : new Error(String(error))) as DetailedError
    const inner = outer.errors?.[0]
    const text = stripVTControlCharacters(inner?.message ?? outer.message).replace(/^\[PARSE_ERROR\]\s*/, '')
    const [first = '', ...rest] = text.split('\n')
    const isFrame = outer.errors !== undefined
    this.message = [isFrame ? first : text, outer.help]
      .filter((line) => line !== undefined && line !== '')
      .join('\n')
    this.frame = isFrame ? rest.join('\n').trimEnd() : outer.frame && stripVTControlCharacters(outer.frame)
    // Compilers count columns from 0, our own errors from 1.
    const loc = inner?.loc ?? outer.loc
    const at = loc === undefined ? outer : { line: loc.line, column: loc.column + 1 }
    const file = inner?.id ?? outer.id ?? outer.loc?.file ?? outer.file
    const shown = file === undefined ? undefined : relative(root, file)
    this.place =
      shown === undefined || at.line === undefined ? shown : `${shown}:${at.line}:${at.column ?? 1}`
    // The stack of a compiler error leads through the compiler.
    this.stack = isFrame ? undefined : outer.stack
  }

  toPage(): string {
    const { title, message, place, frame, stack } = this
    return errorPage({ title, text: message, place, frame, stack, refresh: 'vite' })
  }

  toText(): string {
    return [this.title, this.place, this.stack ?? this.message, this.frame]
      .filter((part) => part !== undefined)
      .join('\n')
  }
}
