import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import * as vanillin from 'vanillin'
import * as vanillinCache from 'vanillin/cache'
import * as vanillinDatabase from 'vanillin/database'
import * as vanillinPhp from 'vanillin/php'
import { root } from '../../scripts/steps/root.js'

const modules: Record<string, unknown> = {
  vanillin,
  'vanillin/cache': vanillinCache,
  'vanillin/database': vanillinDatabase,
  'vanillin/php': vanillinPhp,
}

/** What the blocks of a guide export by name, those that bring nothing but our packages; a routes definition is `routes`. */
export function runGuide(file: string): Record<string, unknown> {
  const text = readFileSync(join(root, file), 'utf8')
  const blocks = [...text.matchAll(/^```ts.*\n([^]*?)^```/gm)].map(([, code = '']) => code)
  const complete = blocks.filter((code) => /^export /m.test(code) && !code.includes("from './"))
  return Object.assign({}, ...complete.map(runExample)) as Record<string, unknown>
}

function runExample(code: string): object {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  })
  const exports: { default?: object } = {}
  // oxlint-disable-next-line typescript/no-implied-eval -- it is our own guide
  new Function('require', 'exports', outputText)((name: string) => modules[name], exports)
  const { default: main, ...named } = exports
  return main instanceof vanillin.RoutesDefinition ? { ...named, routes: main } : named
}
