import { Eta } from 'eta/core'
import { blankViewHead } from '../view-head.ts'

/** A piece of a template: text, or the code of a tag with the place where it stands in the file. */
export type TemplatePart =
  | { readonly kind: 'text'; /** Escaped for a string in single quotes. */ readonly literal: string }
  | {
      readonly kind: TagKind
      readonly code: string
      readonly offset: number
      /** Where the tag begins (`<%`) and ends (behind `%>`). */
      readonly start: number
      readonly end: number
    }

/** `<% %>`, `<%= %>`, `<%~ %>` */
export type TagKind = 'statement' | 'escaped' | 'raw'

const KINDS: Readonly<Record<string, TagKind>> = { e: 'statement', i: 'escaped', r: 'raw' }

/** Eta's reader of templates; what it does not tell, where each tag stands, is found again behind it. */
export class ViewEta extends Eta {
  /** @throws EtaParseError */
  readParts(text: string): TemplatePart[] {
    const source = blankViewHead(text)
    const open = /<%[-_]?\s*[=~]?\s*/g
    const close = /\s*[-_]?%>/y
    return this.parse(source).map((part): TemplatePart => {
      if (typeof part === 'string') return { kind: 'text', literal: part }
      const tag = open.exec(source)
      const start = tag?.index ?? 0
      const offset = open.lastIndex
      close.lastIndex = offset + part.val.length
      close.exec(source)
      open.lastIndex = close.lastIndex
      const kind = KINDS[part.t] ?? 'statement'
      return { kind, code: part.val, offset, start, end: close.lastIndex }
    })
  }
}
