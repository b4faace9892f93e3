import ts from 'typescript'

/**
 * @typedef {object} Import
 * @property {string} specifier as written, e.g. `../routing/router.ts`
 * @property {number} line counted from 1
 * @property {boolean} isType nothing of it is left at run time
 */

/**
 * Every import of a source text: static, dynamic, re-exports, `import()` types and `require`.
 *
 * @param {string} fileName
 * @param {string} text
 * @returns {Import[]}
 */
export function readImports(fileName, text) {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true)
  /** @type {Import[]} */
  const imports = []

  /** @param {ts.Node} node */
  const visit = (node) => {
    const found = readImport(node)
    if (found && ts.isStringLiteralLike(found.specifier)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart())
      imports.push({ specifier: found.specifier.text, line: line + 1, isType: found.isType })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return imports
}

/**
 * @param {ts.Node} node
 * @returns {{ specifier: ts.Node, isType: boolean } | undefined}
 */
function readImport(node) {
  if (ts.isImportDeclaration(node)) {
    return {
      specifier: node.moduleSpecifier,
      isType: node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
    }
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
    return { specifier: node.moduleSpecifier, isType: node.isTypeOnly }
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return { specifier: node.argument.literal, isType: true }
  }
  if (ts.isCallExpression(node) && node.arguments[0] && isImportCall(node.expression)) {
    return { specifier: node.arguments[0], isType: false }
  }
  return undefined
}

/** @param {ts.Expression} callee */
function isImportCall(callee) {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')
}
