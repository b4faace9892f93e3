import type { CompiledTemplate } from '../compile/compile-template.ts'
import { JAVASCRIPT_GLOBALS } from '../compile/javascript-globals.ts'
import { CONTINUES_STATEMENT } from '../compile/template-code.ts'
import { readHeadProps } from '../head-props.ts'
import { isReservedName } from '../reserved-names.ts'
import { readViewHead, type ViewHead } from '../view-head.ts'
import { declaresProps } from './declares-props.ts'

/**
 * A template as a TypeScript module in which everything stands at the offset that it has in the template,
 * so that what the compiler says of the one is true of the other. Text is blanked, `<%= x %>` becomes a
 * typed call, and what must be declared comes behind the end of the template.
 */
export interface CheckModule {
  readonly text: string
  /** The free name that the declaration at an offset of `text` stands for. */
  declaredAt(offset: number): string | undefined
}

const OPENING = { statement: '  ', escaped: '$p(', raw: '$r(' }
const CLOSING = { statement: ';', escaped: ');', raw: ');' }

const DECLARATIONS = [
  'declare function $p(value: Vanillin.Printable): void',
  'declare function $r(value: Vanillin.Printable): void',
  'type $Globals = Omit<Vanillin.ViewGlobals, keyof Props>',
  'type $Helpers = Omit<Vanillin.ViewHelpers, keyof Props | keyof Vanillin.ViewGlobals>',
  'type $Scope = Props & $Globals & $Helpers',
  'export {}',
].join(';')

export function writeCheckModule(text: string, template: CompiledTemplate): CheckModule {
  const characters = blank(text).split('')
  const put = (offset: number, code: string): void => {
    for (let index = 0; index < code.length; index++) characters[offset + index] = code[index] ?? ' '
  }
  const head = readViewHead(text)
  if (head !== undefined) {
    put(head.offset, head.code)
    put(head.offset + head.code.length, ';')
  }
  for (const [index, part] of template.parts.entries()) {
    if (part.kind === 'text' || part.code === '') continue
    const next = template.parts[index + 1]
    const goesOn = next?.kind === 'statement' && CONTINUES_STATEMENT.test(next.code)
    put(part.start, OPENING[part.kind])
    put(part.offset, part.code)
    if (part.kind !== 'statement' || !goesOn) put(part.end - 2, CLOSING[part.kind])
  }
  for (const [start, end] of template.lineComments) put(start, ' '.repeat(end - start))
  return withDeclarations(characters.join(''), head, template)
}

/** Spaces, with the line breaks kept. */
function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ')
}

function withDeclarations(body: string, head: ViewHead | undefined, template: CompiledTemplate): CheckModule {
  const props = head && readHeadProps(head.code)
  const ends: { readonly name: string; readonly end: number }[] = []
  let text = `${body}\n`
  for (const name of template.freeNames.keys()) {
    if (JAVASCRIPT_GLOBALS.has(name) && !props?.has(name)) continue
    text += `declare const ${name}: ${isReservedName(name) ? 'Vanillin.ViewHelpers' : '$Scope'}['${name}'];`
    ends.push({ name, end: text.length })
  }
  if (head === undefined || !declaresProps(head.code)) text += 'type Props = {};'
  return {
    text: text + DECLARATIONS,
    declaredAt: (offset) => (offset < body.length ? undefined : ends.find(({ end }) => offset < end)?.name),
  }
}
