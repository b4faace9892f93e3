/** The typed head of a template: its first tag, when that tag declares types. */
export interface ViewHead {
  /** What stands between the marks of the tag, TypeScript. */
  readonly code: string
  /** Where `code` begins in the file. */
  readonly offset: number
}

const FIRST_TAG = /<%[-_]?/
const COMMENTS = /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*/
const DECLARATION =
  /^(?:import\s+type\b|import\s*\{|(?:export\s+)?(?:type\s+[\w$]+\s*[=<]|interface\s+[\w$]))/

/**
 * Finds the head of a template.
 *
 * @example
 *     readViewHead(`<% type Props = { title: string } %><h1><%= title %></h1>`)
 *     // { code: ' type Props = { title: string } ', offset: 2 }
 */
export function readViewHead(text: string): ViewHead | undefined {
  const tag = FIRST_TAG.exec(text)
  if (tag === null) return undefined
  const offset = tag.index + tag[0].length
  const declared = text.slice(offset + (COMMENTS.exec(text.slice(offset))?.[0].length ?? 0))
  if (!DECLARATION.test(declared)) return undefined
  return { code: text.slice(offset, endOfTag(text, offset)), offset }
}

/** The template as Eta may see it: the head becomes blanks, so every offset and line stays. */
export function blankViewHead(text: string, head: ViewHead | undefined = readViewHead(text)): string {
  if (head === undefined) return text
  const end = head.offset + head.code.length
  return text.slice(0, head.offset) + head.code.replace(/[^\r\n]/g, ' ') + text.slice(end)
}

/** A string, a comment, or the end of the tag, whichever comes first. */
const TOKEN =
  /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\/|[-_]?%>/g

function endOfTag(text: string, offset: number): number {
  TOKEN.lastIndex = offset
  for (let token = TOKEN.exec(text); token !== null; token = TOKEN.exec(text)) {
    if (token[0].endsWith('%>') && /^[-_]?%>$/.test(token[0])) return token.index
    const closed = token[0].startsWith('//') ? token[0].search(/[-_]?%>/) : -1
    if (closed !== -1) return token.index + closed
  }
  return text.length
}
