import type { AnyNode } from 'acorn'
import { childNodes } from './child-nodes.ts'

/** An `if (x)` whose body is what a template happens to say next: it would hold one piece of it alone. */
export interface BareBlock {
  readonly keyword: string
  readonly start: number
}

const KEYWORDS: Readonly<Record<string, string>> = {
  IfStatement: 'if',
  ForStatement: 'for',
  ForInStatement: 'for',
  ForOfStatement: 'for',
  WhileStatement: 'while',
  DoWhileStatement: 'do',
}

/**
 * Finds the first block without braces whose body is not the template's own code.
 *
 * @param isOwn Whether an offset of the program stands in code that the template wrote.
 */
export function findBareBlock(node: AnyNode, isOwn: (offset: number) => boolean): BareBlock | undefined {
  const keyword = KEYWORDS[node.type]
  if (keyword !== undefined) {
    const bodies =
      node.type === 'IfStatement' ? [node.consequent, node.alternate] : 'body' in node ? [node.body] : []
    for (const body of bodies) {
      if (body && 'start' in body && !isOwn(body.start)) return { keyword, start: node.start }
    }
  }
  for (const [, child] of childNodes(node)) {
    const found = findBareBlock(child, isOwn)
    if (found !== undefined) return found
  }
  return undefined
}
