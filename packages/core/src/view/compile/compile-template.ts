import { type Options, parse, type Program } from 'acorn'
import { readHeadProps } from '../head-props.ts'
import { ViewError } from '../view-error.ts'
import { readViewHead } from '../view-head.ts'
import { bindNames } from './bind-names.ts'
import { type FreeNames, findFreeNames } from './free-names.ts'
import { LineIndex } from './line-index.ts'
import { syntaxHelp } from './syntax-help.ts'
import { type TemplateCode, writeTemplateCode } from './template-code.ts'
import { type TemplatePart, ViewEta } from './view-eta.ts'

export interface TemplateSource {
  readonly name: string
  readonly file: string
  readonly text: string
}

/** The body of a function `($$view, $$props) => string`. */
export interface CompiledTemplate {
  readonly code: string
  /** Line and column of each mark, one pair after another. */
  readonly marks: readonly number[]
  /** The names that the template takes from its props, the globals and the framework. */
  readonly freeNames: FreeNames
  readonly parts: readonly TemplatePart[]
  /** Where each `//` comment of the body begins and ends in the template. */
  readonly lineComments: readonly (readonly [number, number])[]
  /** From a line and column of `code` to those of the template. */
  locate(line: number, column: number): { readonly line: number; readonly column: number } | undefined
}

/** Strict mode, for acorn as for the function itself; in one line, so that lines are counted alike. */
const PROLOGUE = '"use strict";'

const eta = new ViewEta()

/** @throws ViewError E_VIEW_SYNTAX, with the place in the template */
export function compileTemplate(source: TemplateSource): CompiledTemplate {
  const lines = new LineIndex(source.text)
  const parts = readParts(source, lines)
  const body = writeTemplateCode(parts)
  const lineComments: (readonly [number, number])[] = []
  const program = parseBody(source, body, lines, (isBlock, _, start, end) => {
    const place = body.toTemplate(start - PROLOGUE.length)
    if (!isBlock && place !== undefined) lineComments.push([place, place + end - start])
  })
  const freeNames = toTemplateNames(findFreeNames(program), body)
  const head = readViewHead(source.text)
  const marks = [...body.marks]
  const header =
    PROLOGUE + bindNames(freeNames, head && readHeadProps(head.code), (offset) => marks.push(offset) - 1)
  const code = `${header}let $$out='';{${body.code}}return $$out`
  const before = code.length - body.code.length - '}return $$out'.length
  const codeLines = new LineIndex(code)
  return {
    code,
    marks: marks.flatMap((offset) => Object.values(lines.at(offset))),
    freeNames,
    parts,
    lineComments,
    locate(line, column) {
      const offset = body.toTemplate(codeLines.offset(line, column) - before)
      return offset === undefined ? undefined : lines.at(offset)
    },
  }
}

function readParts(source: TemplateSource, lines: LineIndex): TemplatePart[] {
  try {
    return eta.readParts(source.text)
  } catch (cause) {
    const told = cause instanceof Error ? /^(.*?) at line (\d+) col (\d+):/.exec(cause.message) : null
    if (told === null) throw cause
    const offset = lines.offset(Number(told[2]), Number(told[3]))
    throw syntaxError(source, lines, `Template with an ${told[1]}`, offset, cause)
  }
}

function parseBody(
  source: TemplateSource,
  body: TemplateCode,
  lines: LineIndex,
  onComment: NonNullable<Options['onComment']>,
): Program {
  try {
    return parse(PROLOGUE + body.code, { ecmaVersion: 'latest', sourceType: 'script', onComment })
  } catch (cause) {
    if (!(cause instanceof SyntaxError && 'pos' in cause && typeof cause.pos === 'number')) throw cause
    const message = cause.message.replace(/ \(\d+:\d+\)$/, '')
    const offset = nearestOffset(body, cause.pos - PROLOGUE.length) ?? source.text.length
    throw syntaxError(source, lines, message, offset, cause)
  }
}

/** The template's place for an error; for one in code of our own, the end of the tag in front of it. */
function nearestOffset(body: TemplateCode, position: number): number | undefined {
  for (let offset = Math.min(position, body.code.length); offset >= 0; offset--) {
    const place = body.toTemplate(offset)
    if (place !== undefined) return place
  }
  return undefined
}

function toTemplateNames(names: FreeNames, body: TemplateCode): FreeNames {
  const place = (offset: number): number => body.toTemplate(offset - PROLOGUE.length) ?? 0
  return new Map(
    [...names].filter(([name]) => !name.startsWith('$$')).map(([name, offset]) => [name, place(offset)]),
  )
}

function syntaxError(
  source: TemplateSource,
  lines: LineIndex,
  message: string,
  offset: number,
  cause: unknown,
): ViewError {
  return new ViewError('E_VIEW_SYNTAX', message, {
    cause,
    help: syntaxHelp(source.text, offset, message),
    trail: [{ view: source.name, file: source.file, ...lines.at(offset) }],
  })
}
