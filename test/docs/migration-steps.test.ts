import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import ts from 'typescript'
import * as vanillin from 'vanillin'
import { createApp, defineRoutes, requireSignature } from 'vanillin'
import * as vanillinPhp from 'vanillin/php'
import { expect, test } from 'vitest'
import { describeWith } from '../../packages/php/src/testing/programs.fixture.ts'
import { commandCatalogue } from '../../packages/php/src/command/command-catalogue.ts'
import { root } from '../../scripts/steps/root.js'

const modules: Record<string, unknown> = { vanillin, 'vanillin/php': vanillinPhp }
const read = (name: string): string => readFileSync(join(root, 'docs/migration', name), 'utf8')

function blocks(name: string, language: string): string[] {
  return [...read(name).matchAll(new RegExp(`^\`\`\`${language}.*\n([^]*?)^\`\`\``, 'gm'))].map(
    ([, code = '']) => code,
  )
}

function run(code: string): unknown {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  })
  const exports: { default?: unknown } = {}
  // oxlint-disable-next-line typescript/no-implied-eval -- it is our own guide
  new Function('require', 'exports', outputText)((name: string) => modules[name], exports)
  return exports.default
}

test('what the guides to strangling and to the shell write is routes, and an app', () => {
  const made = [...blocks('strangling.md', 'ts'), ...blocks('shell.md', 'ts')].map(run)
  expect(made.filter((value) => value instanceof vanillin.Application)).toHaveLength(1)
  const routes = made.filter((value) => value instanceof vanillin.RoutesDefinition)
  expect(routes).toHaveLength(4)
  const middleware = routes.map((definition) =>
    definition.collect().definitions.flatMap((route) => route.toRoute().middleware.map(({ name }) => name)),
  )
  expect(middleware).toEqual([['strangle'], ['strangle'], ['phpFragments'], ['requireSignature']])
})

test('the guide to jobs and commands has every error of a command', () => {
  const listed = [...read('jobs.md').matchAll(/^\| `(E_\w+)` \|/gm)].map(([, code]) => code)
  expect(listed).toEqual(Object.keys(commandCatalogue))
})

describeWith('a partial on a page of PHP', ['php'], () => {
  test('the function of the guide gets it with the key of the guide, and nobody gets it without', async () => {
    const key = 'for-tests-only-for-tests-only-for-tests'
    const app = createApp({ app: { name: 'Front', key, log: { level: 'silent' } } }, [
      defineRoutes((route) => {
        route
          .get(
            '/_shell/menu',
            ({ host, cookies }) => `<nav>${host} ${cookies.get('name') ?? 'stranger'}</nav>`,
          )
          .use(requireSignature())
      }),
    ])
    const { port } = await app.listen({ port: 0, core: 'node' })
    const url = `http://127.0.0.1:${port}`
    const php = async (
      script: string,
      values: string[],
      env: Record<string, string> = {},
    ): Promise<string> => {
      const { stdout } = await promisify(execFile)('php', ['-r', script, ...values], {
        env: { ...process.env, ...env },
      })
      return stdout
    }
    const derive = /php -r '([^']+)'/.exec(read('shell.md'))?.[1] ?? ''
    const signingKey = await php(derive, [key])
    const source = blocks('shell.md', 'php').at(0)!.replace('<?php', '')
    const call = `${source} $_SERVER = ['HTTP_HOST' => 'shop.test', 'HTTP_COOKIE' => 'name=Ada']; echo shell('/_shell/menu');`
    const env = { VANILLIN_URL: url, VANILLIN_SIGNING_KEY: signingKey }
    expect(await php(call, [], env)).toBe('<nav>shop.test Ada</nav>')
    expect(await php(call, [], { ...env, VANILLIN_SIGNING_KEY: '00'.repeat(32) })).toBe('')
    expect((await fetch(`${url}/_shell/menu`)).status).toBe(403)
    await app.shutdown()
    expect(await php(call, [], env)).toBe('')
  })
})
