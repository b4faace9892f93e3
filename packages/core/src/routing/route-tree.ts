import { toPattern } from './constraint.ts'
import type { CompiledRoute } from './route.ts'

/** The routes that end at one place, by method; `*` takes every method. */
type Leaf = Map<string, CompiledRoute>

interface ParameterBranch {
  readonly key: string
  readonly pattern: RegExp | undefined
  readonly node: Node
}

interface Node {
  readonly statics: Map<string, Node>
  /** Constrained ones first, then in the order of their definition. */
  readonly parameters: ParameterBranch[]
  readonly leaf: Leaf
  readonly rest: Leaf
}

const createNode = (): Node => ({ statics: new Map(), parameters: [], leaf: new Map(), rest: new Map() })

export interface TreeMatch {
  readonly route: CompiledRoute
  readonly values: string[]
}

/**
 * Routes by path, one level of a tree for each segment. Static text wins over a parameter, a constrained parameter over a
 * free one, anything over a rest. Where the better branch leads nowhere for this method, the next is tried.
 */
export class RouteTree {
  readonly #root: Node = createNode()
  /** Shortcut for the paths that have no parameter. */
  readonly #static = new Map<string, Leaf>()

  /** @returns the route that held the place before, which then stays in it */
  add(route: CompiledRoute): CompiledRoute | undefined {
    let node = this.#root
    let leaf: Leaf | undefined
    for (const segment of route.pattern.segments) {
      if (segment.kind === 'rest') leaf = node.rest
      else if (segment.kind === 'static') node = childOf(node.statics, segment.text)
      else node = this.#parameterChild(node, route, segment.name)
    }
    leaf ??= node.leaf
    if (route.pattern.parameterNames.length === 0) this.#static.set(route.pattern.text, leaf)
    for (const method of route.methods) {
      const taken = leaf.get(method)
      if (taken !== undefined) return taken
      leaf.set(method, route)
    }
    return undefined
  }

  /** The route whose whole path is this text: a shortcut, that needs no parts and no decoding. */
  findStatic(method: string, path: string): CompiledRoute | undefined {
    const leaf = this.#static.get(path)
    return leaf && routeFor(leaf, method)
  }

  /** @param segments the decoded parts of the path */
  search(method: string, segments: readonly string[]): TreeMatch | undefined {
    const values: string[] = []
    const route = search(this.#root, segments, 0, values, method, routeFor)
    return route && { route, values }
  }

  /** The methods that some route of this path answers. */
  methodsOf(segments: readonly string[]): Set<string> {
    const methods = new Set<string>()
    search(this.#root, segments, 0, [], '', (leaf) => {
      for (const method of leaf.keys()) methods.add(method)
      return undefined
    })
    return methods
  }

  #parameterChild(node: Node, route: CompiledRoute, name: string): Node {
    const constraint = route.constraints[name]
    const pattern = constraint === undefined ? undefined : toPattern(constraint)
    const key = pattern === undefined ? '' : String(pattern)
    const existing = node.parameters.find((branch) => branch.key === key)
    if (existing !== undefined) return existing.node
    const created: ParameterBranch = { key, pattern, node: createNode() }
    if (pattern === undefined) node.parameters.push(created)
    else
      node.parameters.splice(
        node.parameters.filter((branch) => branch.pattern !== undefined).length,
        0,
        created,
      )
    return created.node
  }
}

function childOf(children: Map<string, Node>, text: string): Node {
  let child = children.get(text)
  if (child === undefined) children.set(text, (child = createNode()))
  return child
}

function routeFor(leaf: Leaf, method: string): CompiledRoute | undefined {
  return leaf.get(method) ?? (method === 'HEAD' ? leaf.get('GET') : undefined) ?? leaf.get('*')
}

type Accept = (leaf: Leaf, method: string) => CompiledRoute | undefined

function search(
  node: Node,
  segments: readonly string[],
  index: number,
  values: string[],
  method: string,
  accept: Accept,
): CompiledRoute | undefined {
  if (index === segments.length) {
    const found = accept(node.leaf, method)
    if (found !== undefined) return found
  } else {
    const segment = segments[index]!
    const child = node.statics.get(segment)
    const found = child && search(child, segments, index + 1, values, method, accept)
    if (found !== undefined) return found
    if (segment !== '') {
      for (const { pattern, node: next } of node.parameters) {
        if (pattern !== undefined && !pattern.test(segment)) continue
        values.push(segment)
        const deeper = search(next, segments, index + 1, values, method, accept)
        if (deeper !== undefined) return deeper
        values.pop()
      }
    }
  }
  if (node.rest.size === 0) return undefined
  const found = accept(node.rest, method)
  if (found !== undefined) values.push(segments.slice(index).join('/'))
  return found
}
