import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import * as vanillin from 'vanillin'
import * as vanillinPhp from 'vanillin/php'
import { expect, test } from 'vitest'
import { bridgeCatalogue } from '../../packages/php/src/errors/bridge-catalogue.ts'
import {
  defaultAnswerLimits,
  defaultConnectionLimits,
} from '../../packages/php/src/upstreams/connection-limits.ts'
import { root } from '../../scripts/steps/root.js'

const modules: Record<string, unknown> = { vanillin, 'vanillin/php': vanillinPhp }
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const guide = read('docs/php-bridge.md')

/** The rows of the tables whose first column is code. */
const rows = new Map(
  [...guide.matchAll(/^\| `([\w.]+)` \| ([^|]+) \|/gm)].map(([, name = '', value = '']) => [
    name,
    value.trim(),
  ]),
)

test('the reference has every error with its status, and no other', () => {
  const listed = [...rows].filter(([name]) => name.startsWith('E_'))
  const expected = Object.entries(bridgeCatalogue).map(([code, { status }]) => [code, String(status)])
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(expected))
})

test('the reference has every limit with its default', () => {
  for (const [name, value] of Object.entries({ ...defaultAnswerLimits, ...defaultConnectionLimits }))
    expect([name, rows.get(name)]).toEqual([name, `\`${value}\``])
})

const blocks = ['docs/php-bridge.md', 'docs/migration/day-one.md'].flatMap((path) =>
  [...read(path).matchAll(/^```ts.*\n([^]*?)^```/gm)].map(([, code = ''], index) => ({
    place: `${path} ${index + 1}`,
    code,
  })),
)

test.each(blocks)('the routes of $place are routes, with PHP as their fallback', ({ code }) => {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  })
  const exports: { default?: vanillin.RoutesDefinition } = {}
  // oxlint-disable-next-line typescript/no-implied-eval -- it is our own guide
  new Function('require', 'exports', outputText)((name: string) => modules[name], exports)
  const fallbacks = exports.default!.collect().definitions.map((definition) => definition.toRoute())
  expect(
    fallbacks.filter(({ tier }) => tier === 'fallback').map(({ action }) => vanillin.describeAction(action)),
  ).toContain('phpBridge')
})
