import { readHeadProps } from '../head-props.ts'
import { readViewHead } from '../view-head.ts'
import { bindNames } from './bind-names.ts'
import { type FreeNames, findNames } from './free-names.ts'
import { LineIndex } from './line-index.ts'
import { parseBody } from './parse-body.ts'
import { syntaxError, type TemplateSource } from './syntax-error.ts'
import { writeTemplateCode } from './template-code.ts'
import { type TemplatePart, ViewEta } from './view-eta.ts'

export type { TemplateSource } from './syntax-error.ts'

/** The body of a function `($$view, $$props) => string`. */
export interface CompiledTemplate {
  readonly code: string
  /** Line and column of each mark, one pair after another. */
  readonly marks: readonly number[]
  /** The names that the template takes from its props, the globals and the framework, and where first. */
  readonly freeNames: FreeNames
  /** The names that the template declares itself. */
  readonly ownNames: ReadonlySet<string>
  readonly parts: readonly TemplatePart[]
  /** Where each `//` comment of the body begins and ends in the template. */
  readonly lineComments: readonly (readonly [number, number])[]
  /** From a line and column of `code` to those of the template. */
  locate(line: number, column: number): { readonly line: number; readonly column: number } | undefined
}

/** Strict mode has no variables of these names. */
const FORBIDDEN = new Set(['eval', 'arguments'])

const eta = new ViewEta()

/** @throws ViewError E_VIEW_SYNTAX, with the place in the template */
export function compileTemplate(source: TemplateSource): CompiledTemplate {
  const lines = new LineIndex(source.text)
  const parts = readParts(source, lines)
  const body = writeTemplateCode(parts)
  const { program, lineComments } = parseBody(body, source, lines)
  const freeNames = new Map<string, number>()
  const found = findNames(program)
  for (const [name, offset] of found.free) {
    const place = body.toTemplate(offset)
    if (place === undefined) continue // a name of ours
    if (FORBIDDEN.has(name)) throw syntaxError(source, lines, place, `'${name}' is no name for a template`)
    freeNames.set(name, place)
  }
  const head = readViewHead(source.text)
  const marks = [...body.marks]
  const names = bindNames(freeNames, head && readHeadProps(head.code), (offset) => marks.push(offset) - 1)
  const header = `"use strict";${names}let $$out='';{`
  const code = `${header}${body.code}}return $$out`
  const codeLines = new LineIndex(code)
  return {
    code,
    marks: marks.flatMap((offset) => Object.values(lines.at(offset))),
    freeNames,
    ownNames: found.declared,
    parts,
    lineComments,
    locate(line, column) {
      const offset = body.toTemplate(codeLines.offset(line, column) - header.length)
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
    throw syntaxError(source, lines, offset, `Template with an ${told[1]}`)
  }
}
