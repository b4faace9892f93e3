import { isTag, isText, type AnyNode } from 'domhandler'

const UNSEEN = new Set(['script', 'style', 'template', 'noscript', 'head'])
const INLINE = new Set(
  'a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strong sub sup time u var wbr'.split(
    ' ',
  ),
)

/** What a reader sees of a node: scripts left out, white space collapsed, blocks kept apart. */
export function elementText(node: AnyNode): string {
  const pieces: string[] = []
  collect(node, pieces, true)
  return pieces
    .join('')
    .replaceAll(/[ \t\n\r\f]+/g, ' ')
    .trim()
}

function collect(node: AnyNode, pieces: string[], isAsked: boolean): void {
  if (isText(node)) {
    pieces.push(node.data)
    return
  }
  // What was asked for by name is shown, a <title> and a <noscript> too.
  if (isTag(node) && !isAsked && UNSEEN.has(node.name)) return
  const gap = isTag(node) && !INLINE.has(node.name) ? ' ' : ''
  pieces.push(gap)
  if ('children' in node) for (const child of node.children) collect(child, pieces, false)
  pieces.push(gap)
}
