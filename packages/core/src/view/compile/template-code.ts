import type { TemplatePart } from './view-eta.ts'

/** The JavaScript of a template's body, and which piece of it came from where. */
export interface TemplateCode {
  readonly code: string
  /** Offsets in the template of the places that the code marks as it passes them; 0 is the beginning. */
  readonly marks: readonly number[]
  /** The place in the template that a place in the code came from, or undefined for code of our own. */
  toTemplate(codeOffset: number): number | undefined
}

/** A statement cannot stand in front of these. */
export const CONTINUES_STATEMENT: RegExp = /^(?:[^\w$"'`[({/!+-]|(?:else|case|default|catch|finally)\b)/

/** Turns the parts of a template into statements that append to `$$out`. */
export function writeTemplateCode(parts: readonly TemplatePart[]): TemplateCode {
  const pieces: { readonly from: number; readonly length: number; readonly to: number }[] = []
  const marks = [0]
  let code = ''
  for (const part of parts) {
    if (part.kind === 'text') {
      code += `$$out+='${part.literal}';\n`
      continue
    }
    if (part.code === '') continue
    const mark = marks.push(part.offset) - 1
    const before = { statement: `$$view.at=${mark};`, escaped: '$$html(', raw: '$$raw(' }[part.kind]
    if (part.kind !== 'statement') code += `$$out+=($$view.at=${mark},${before}`
    else if (!CONTINUES_STATEMENT.test(part.code)) code += before
    pieces.push({ from: code.length, length: part.code.length, to: part.offset })
    // the line break ends a comment that runs to the end of its line
    code += `${part.code}\n${part.kind === 'statement' ? '' : '));'}`
  }
  return {
    code,
    marks,
    toTemplate(codeOffset) {
      const piece = pieces.findLast(({ from }) => from <= codeOffset)
      if (piece === undefined || codeOffset > piece.from + piece.length) return undefined
      return piece.to + (codeOffset - piece.from)
    },
  }
}
