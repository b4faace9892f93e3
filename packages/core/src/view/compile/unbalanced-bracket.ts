import { tokenizer } from 'acorn'

export interface UnbalancedBracket {
  readonly message: string
  /** Of the bracket, in the code. */
  readonly offset: number
}

const CLOSERS: Readonly<Record<string, string>> = { '{': '}', '${': '}', '(': ')', '[': ']' }

/**
 * The bracket without a counterpart, for code that does not parse: a parser finds a missing one at the very
 * end, where nobody looks for it.
 *
 * @param isOwn Whether an offset stands in code that the template wrote; brackets elsewhere are not its own.
 * @param lineOf The line of the template, for the message.
 */
export function findUnbalancedBracket(
  code: string,
  isOwn: (offset: number) => boolean,
  lineOf: (offset: number) => number,
): UnbalancedBracket | undefined {
  const open: { readonly bracket: string; readonly offset: number }[] = []
  try {
    for (const { type, start } of tokenizer(code, { ecmaVersion: 'latest' })) {
      if (!isOwn(start)) continue
      if (type.label in CLOSERS) open.push({ bracket: type.label, offset: start })
      if (!Object.values(CLOSERS).includes(type.label)) continue
      const last = open.pop()
      if (last === undefined) return { message: `The '${type.label}' closes nothing`, offset: start }
      if (CLOSERS[last.bracket] === type.label) continue
      const line = lineOf(last.offset)
      return {
        message: `The '${type.label}' does not close the '${last.bracket}' of line ${line}`,
        offset: start,
      }
    }
  } catch {
    return undefined // no tokens: the parser's own message says why
  }
  const last = open.at(-1)
  return last && { message: `The '${last.bracket}' is never closed`, offset: last.offset }
}
