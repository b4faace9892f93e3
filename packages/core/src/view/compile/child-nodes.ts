import type { AnyNode } from 'acorn'

/** The nodes right under a node, each with the property that holds it. */
export function childNodes(node: AnyNode): [string, AnyNode][] {
  const children: [string, AnyNode][] = []
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    if (isNode(value)) children.push([key, value])
    else if (Array.isArray(value)) for (const child of value) if (isNode(child)) children.push([key, child])
  }
  return children
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
