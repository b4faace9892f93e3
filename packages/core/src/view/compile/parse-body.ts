import { parse, type Program } from 'acorn'
import { findBareBlock } from './bare-blocks.ts'
import type { LineIndex } from './line-index.ts'
import { syntaxError, type TemplateSource } from './syntax-error.ts'
import type { TemplateCode } from './template-code.ts'
import { findUnbalancedBracket } from './unbalanced-bracket.ts'

export interface ParsedBody {
  readonly program: Program
  readonly lineComments: readonly (readonly [number, number])[]
}

/**
 * Parses the code of a template's body.
 *
 * @throws ViewError E_VIEW_SYNTAX
 */
export function parseBody(body: TemplateCode, source: TemplateSource, lines: LineIndex): ParsedBody {
  const isOwn = (offset: number): boolean => body.toTemplate(offset) !== undefined
  const lineComments: (readonly [number, number])[] = []
  try {
    // a function body in strict mode, but `return` is refused: it would lose what was written so far
    const program = parse(body.code, {
      ecmaVersion: 'latest',
      sourceType: 'script',
      strict: true,
      onComment(isBlock, _, start, end) {
        const place = body.toTemplate(start)
        if (!isBlock && place !== undefined) lineComments.push([place, place + end - start])
      },
    })
    const bare = findBareBlock(program, isOwn)
    if (bare === undefined) return { program, lineComments }
    const message = `${bare.keyword} without braces: it would hold the next piece of the template alone`
    throw syntaxError(source, lines, body.toTemplate(bare.start) ?? 0, message)
  } catch (cause) {
    if (!(cause instanceof SyntaxError && 'pos' in cause && typeof cause.pos === 'number')) throw cause
    const lineOf = (offset: number): number => lines.at(body.toTemplate(offset) ?? 0).line
    const bracket = findUnbalancedBracket(body.code, isOwn, lineOf)
    const message = bracket?.message ?? cause.message.replace(/ \(\d+:\d+\)$/, '')
    throw syntaxError(source, lines, nearestPlace(body, bracket?.offset ?? cause.pos), message)
  }
}

/** The template's place for an offset of the code; for one in code of our own, the end of the tag before. */
function nearestPlace(body: TemplateCode, from: number): number {
  for (let offset = Math.min(from, body.code.length); offset >= 0; offset--) {
    const place = body.toTemplate(offset)
    if (place !== undefined) return place
  }
  return 0
}
