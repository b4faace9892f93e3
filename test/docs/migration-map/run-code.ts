import ts from 'typescript'

type Scope = Readonly<Record<string, unknown>>

/** Runs TypeScript with these names in reach and answers what it returns. */
export function runCode(code: string, scope: Scope): unknown {
  const { outputText } = ts.transpileModule(`export const run = () => { ${code}\n }`, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  })
  const exports: { run?: () => unknown } = {}
  // oxlint-disable-next-line typescript/no-implied-eval -- it is our own page
  new Function('exports', ...Object.keys(scope), outputText)(exports, ...Object.values(scope))
  return exports.run?.()
}

/** The value of an expression. */
export const evaluate = (code: string, scope: Scope): unknown => runCode(`return (${code}\n)`, scope)

/** Whether code is one expression, which may await. */
export function isExpression(code: string): boolean {
  const { diagnostics = [] } = ts.transpileModule(`async () => { return (${code}\n) }`, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext },
  })
  return diagnostics.length === 0
}
