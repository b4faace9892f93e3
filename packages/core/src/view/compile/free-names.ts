import type { AnyNode, Function, Identifier, Pattern, Program } from 'acorn'
import { childNodes } from './child-nodes.ts'

/** The names that a program uses and does not declare, each with the place of its first use. */
export type FreeNames = ReadonlyMap<string, number>

export interface ProgramNames {
  readonly free: FreeNames
  /** Declared anywhere in the program, for advice about a name that is near one of them. */
  readonly declared: ReadonlySet<string>
}

/** Finds them, scopes and hoisting included. */
export function findNames(program: Program): ProgramNames {
  const free = new Map<string, number>()
  const walk = new ScopeWalk((identifier) => {
    const first = free.get(identifier.name)
    if (first === undefined || identifier.start < first) free.set(identifier.name, identifier.start)
  })
  walk.block(program.body, true)
  return { free, declared: walk.declared }
}

class ScopeWalk {
  readonly #report: (identifier: Identifier) => void
  #scopes: Set<string>[] = []
  readonly declared: Set<string> = new Set()

  constructor(report: (identifier: Identifier) => void) {
    this.#report = report
  }

  block(statements: readonly AnyNode[], isFunction = false, names: Set<string> = new Set()): void {
    for (const statement of statements) declareLexical(statement, names)
    if (isFunction) for (const statement of statements) declareVars(statement, names)
    this.#within(names, () => {
      for (const statement of statements) this.#visit(statement)
    })
  }

  #within(names: Set<string>, walk: () => void): void {
    for (const name of names) this.declared.add(name)
    this.#scopes.push(names)
    walk()
    this.#scopes.pop()
  }

  #visit(node: AnyNode): void {
    switch (node.type) {
      case 'Identifier':
        if (!this.#scopes.some((names) => names.has(node.name))) this.#report(node)
        return
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return this.#function(node)
      case 'ClassDeclaration':
      case 'ClassExpression':
        return this.#within(new Set(node.id ? [node.id.name] : []), () => this.#children(node, 'id'))
      case 'BlockStatement':
      case 'StaticBlock':
        return this.block(node.body, node.type === 'StaticBlock')
      case 'SwitchStatement':
        this.#visit(node.discriminant)
        return this.#switch(
          node.cases.flatMap((branch) => branch.consequent),
          node.cases,
        )
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement': {
        const names = new Set<string>()
        const first = node.type === 'ForStatement' ? node.init : node.left
        if (first) declareLexical(first, names)
        return this.#within(names, () => this.#children(node))
      }
      case 'CatchClause': {
        const names = new Set<string>()
        if (node.param) declarePattern(node.param, names)
        return this.#within(names, () => this.#children(node))
      }
      case 'MemberExpression':
      case 'MethodDefinition':
      case 'PropertyDefinition':
      case 'Property': {
        const name = node.type === 'MemberExpression' ? 'property' : 'key'
        return this.#children(node, node.computed ? undefined : name)
      }
      case 'LabeledStatement':
      case 'BreakStatement':
      case 'ContinueStatement':
        return this.#children(node, 'label')
      case 'MetaProperty':
        return
      default:
        return this.#children(node)
    }
  }

  #function(node: Function): void {
    const names = new Set<string>(node.type === 'ArrowFunctionExpression' ? [] : ['arguments'])
    if (node.type === 'FunctionExpression' && node.id) names.add(node.id.name)
    for (const parameter of node.params) declarePattern(parameter, names)
    this.#within(names, () => {
      for (const parameter of node.params) this.#visit(parameter)
      if (node.body.type === 'BlockStatement') this.block(node.body.body, true)
      else this.#visit(node.body)
    })
  }

  #switch(statements: readonly AnyNode[], branches: readonly AnyNode[]): void {
    const names = new Set<string>()
    for (const statement of statements) declareLexical(statement, names)
    this.#within(names, () => {
      for (const branch of branches) this.#children(branch)
    })
  }

  #children(node: AnyNode, except?: string): void {
    for (const [key, child] of childNodes(node)) if (key !== except) this.#visit(child)
  }
}

/** let, const, class and function, as they stand in a block. */
function declareLexical(node: AnyNode, names: Set<string>): void {
  if ((node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') && node.id) {
    names.add(node.id.name)
  }
  if (node.type !== 'VariableDeclaration' || node.kind === 'var') return
  for (const { id } of node.declarations) declarePattern(id, names)
}

/** Every var of a function, wherever it stands in it. */
function declareVars(node: AnyNode, names: Set<string>): void {
  if (node.type === 'VariableDeclaration' && node.kind === 'var') {
    for (const { id } of node.declarations) declarePattern(id, names)
  }
  if (/Function|Class|Expression$/.test(node.type)) return
  for (const [, child] of childNodes(node)) declareVars(child, names)
}

function declarePattern(pattern: Pattern, names: Set<string>): void {
  switch (pattern.type) {
    case 'Identifier':
      names.add(pattern.name)
      return
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        declarePattern(property.type === 'Property' ? property.value : property.argument, names)
      }
      return
    case 'ArrayPattern':
      for (const element of pattern.elements) if (element) declarePattern(element, names)
      return
    case 'AssignmentPattern':
      return declarePattern(pattern.left, names)
    case 'RestElement':
      return declarePattern(pattern.argument, names)
    default:
  }
}
