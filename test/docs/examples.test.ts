import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { root } from '../../scripts/steps/root.js'
import { readExamples, type Example } from './examples.ts'
import { readRowExamples } from './row-examples.ts'

const examples = readExamples()

test.each(examples)('$place can be copied: its syntax is TypeScript', ({ code }) => {
  // members of a class may stand alone in an example, as may a statement with await or return
  const shapes = [code, `async () => {\n${code}\n}`, `class Example {\n${code}\n}`]
  const problems = shapes.map(syntaxProblems)
  expect(problems.some((found) => found.length === 0) ? [] : problems[0]).toEqual([])
})

function syntaxProblems(code: string): string[] {
  const { diagnostics = [] } = ts.transpileModule(code, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  })
  return diagnostics.map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'))
}

/** Those that import what they use from our packages and nothing from an app: these must compile as they stand. */
const complete = examples
  .filter(({ code }) => /from '(vanillin|@vanillin\/)/.test(code) && !/from '[.#]/.test(code))
  .concat(readRowExamples('docs/migration/map.md', 'docs/migration/laravel-rules.md'))

/** "Cannot find name", with or without a guess at what was meant: an example may speak of a `post` that the page has introduced, as `{ post }` too. */
const unknownNames = new Set([2304, 2552, 18004])

test('examples that bring their imports compile as they stand', () => {
  const files = new Map(
    complete.map((example, index) => [join(root, 'test/docs', `example-${index}.ts`), example]),
  )
  const program = createProgram(files)
  const problems = [...files].flatMap(([file, example]) => {
    const source = program.getSourceFile(file)
    return ts
      .getPreEmitDiagnostics(program, source)
      .filter(({ file: place, code }) => place === source && !unknownNames.has(code))
      .map((entry) => `${example.place} ${ts.flattenDiagnosticMessageText(entry.messageText, '\n')}`)
  })
  expect(problems).toEqual([])
})

/** The examples as files that exist in memory only, with the settings of the tests but for unused names. */
function createProgram(files: ReadonlyMap<string, Example>): ts.Program {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.test.json'),
    { noUnusedLocals: false, noUnusedParameters: false },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  )
  const options = config?.options ?? {}
  const host = ts.createCompilerHost(options)
  host.fileExists = (file) => files.has(file) || ts.sys.fileExists(file)
  host.readFile = (file) => files.get(file)?.code ?? ts.sys.readFile(file)
  return ts.createProgram([...files.keys()], options, host)
}
