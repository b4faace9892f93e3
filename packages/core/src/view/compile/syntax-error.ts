import { ViewError } from '../view-error.ts'
import type { LineIndex } from './line-index.ts'

export interface TemplateSource {
  readonly name: string
  /** Absolute. */
  readonly file: string
  readonly text: string
}

/**
 * A mistake in a template, with its place and advice where the mistake is a frequent one. The parser's own error is no cause of it: its
 * lines are those of the code that the template became.
 */
export function syntaxError(
  source: TemplateSource,
  lines: LineIndex,
  offset: number,
  message: string,
): ViewError {
  return new ViewError('E_VIEW_SYNTAX', message, {
    help: advice(source.text, offset, message),
    trail: [{ view: source.name, file: source.file, ...lines.at(offset) }],
  })
}

const STATEMENT = /^<%[=~]\s*(if|for|while|do|switch|const|let|var|else|function|throw|try)\b/

function advice(text: string, offset: number, message: string): string {
  const around = text.slice(text.lastIndexOf('<%', offset), offset + 40)
  const statement = STATEMENT.exec(around)?.[1]
  if (statement !== undefined)
    return `\`<%=\` prints a value, and ${statement} has none: write \`<% ${statement} ... %>\`.`
  if (/\/\/[^\n]*['"`]/.test(around))
    return 'Eta takes a quote in a // comment for a string: write /* ... */.'
  if (/\bawait\b/.test(around)) return 'A view renders at once: await in the controller and pass the result.'
  if (message.includes("'return'")) return 'A view has no return: put what is conditional into an if.'
  if (/^(?:as|satisfies)\s|^[:!]/.test(text.slice(offset))) {
    return 'The body of a template is plain JavaScript; types belong to its head.'
  }
  return ''
}
