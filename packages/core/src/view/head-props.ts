/** The names of the props that a head declares, and whether each may be absent. */
export type HeadProps = ReadonlyMap<string, { readonly optional: boolean }>

const START = /(?:^|[\s;}])(?:type\s+Props\s*=|interface\s+Props(?=\s*\{))\s*/
const SKIP = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y
const MEMBER =
  /(?:readonly\s+)?(?:([\p{ID_Start}$_][\p{ID_Continue}$]*)|'([^'\\\n]*)'|"([^"\\\n]*)")\s*(\?)?\s*[:(]/uy
const STRING = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`/y
/** A line break in front of one of these does not end a type, nor does one behind. */
const CONTINUES = /[|&=?:.[,<>]|=>/y

/**
 * Reads the names out of `type Props = { ... }` without TypeScript, which an app does not carry at run time.
 *
 * @returns undefined when the head does not spell its props out (an intersection, a type from elsewhere):
 *     then only the type checker knows them.
 */
export function readHeadProps(head: string): HeadProps | undefined {
  const start = START.exec(head)
  if (start === null) return undefined
  let position = skip(head, start.index + start[0].length)
  if (head[position] !== '{') return undefined
  const props = new Map<string, { optional: boolean }>()
  position = skip(head, position + 1)
  while (head[position] !== '}') {
    MEMBER.lastIndex = position
    const member = MEMBER.exec(head)
    const name = member?.[1] ?? member?.[2] ?? member?.[3]
    if (member === null || name === undefined) return undefined
    props.set(name, { optional: member[4] === '?' })
    position = skip(head, endOfType(head, MEMBER.lastIndex - (member[0].endsWith('(') ? 1 : 0)))
  }
  const next = head[skip(head, position + 1)]
  return next === '&' || next === '|' || next === '[' ? undefined : props
}

function skip(text: string, position: number): number {
  SKIP.lastIndex = position
  SKIP.exec(text)
  return SKIP.lastIndex
}

/** Behind the type of a member: its `;` or `,`, or the line break that ends it, or the closing brace. */
function endOfType(text: string, start: number): number {
  let depth = 0
  let open = true // a type has yet to come: no line break ends it
  for (let position = start; position < text.length; position++) {
    const character = text[position] ?? ''
    if (/\s|\//.test(character)) {
      const next = skip(text, position)
      if (next > position) {
        const broke = text.slice(position, next).includes('\n')
        CONTINUES.lastIndex = next
        if (broke && depth === 0 && !open && !CONTINUES.test(text)) return next
        position = next - 1
        continue
      }
    }
    STRING.lastIndex = position
    if (STRING.test(text)) {
      position = STRING.lastIndex - 1
      open = false
      continue
    }
    if (text.startsWith('=>', position)) {
      position++
      open = true
      continue
    }
    if ('{[(<'.includes(character)) depth++
    if ('}])>'.includes(character) && depth-- === 0) return position
    if (depth === 0 && (character === ';' || character === ',')) return position + 1
    open = '|&:=?'.includes(character)
  }
  return text.length
}
