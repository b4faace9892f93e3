import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ts from 'typescript'
import * as vanillin from 'vanillin'
import { createApp, defineRoutes, sessions, type Controller } from 'vanillin'
import * as php from 'vanillin/php'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../../scripts/steps/root.js'
import { Visitor } from '../../packages/php/src/sessions/testing/contract/visitor.ts'

const modules: Record<string, unknown> = { vanillin, 'vanillin/php': php }
type ExampleClass = new () => Controller & Record<string, () => unknown>

/** What the blocks of the guide export, but for the boot list, which takes files of an app. */
function guide(): Record<string, unknown> {
  const text = readFileSync(join(root, 'docs/migration/sessions.md'), 'utf8')
  const blocks = [...text.matchAll(/^```ts(?! bootstrap).*\n([^]*?)^```/gm)].map(([, code = '']) => code)
  return Object.assign({}, ...blocks.map(runExample)) as Record<string, unknown>
}

function runExample(code: string): object {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  })
  const exports: Record<string, unknown> = {}
  // oxlint-disable-next-line typescript/no-implied-eval -- it is our own guide
  new Function('require', 'exports', outputText)((name: string) => modules[name], exports)
  const { default: main, ...named } = exports
  return main === undefined ? named : { ...named, session: main }
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vanillin-guide-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('the cart and the login of the guide to shared sessions write what PHP reads', async () => {
  const { CartController, LoginController, session, shape } = guide() as {
    CartController: ExampleClass
    LoginController: ExampleClass
    session: vanillin.SessionConfig
    shape: php.RecordShape
  }
  expect(session.driver).toMatchObject({ description: 'sessions of PHP, files in /var/lib/php/sessions' })
  const driver = php.phpSession({ store: new php.PhpFileSessions({ folder }), shape })
  const key = 'for-tests-only-for-tests-only-for-tests'
  const app = createApp({ app: { name: 'Guide', key, log: { level: 'silent' } }, session: { driver } }, [
    sessions(),
    defineRoutes((route) => {
      route.get('/cart', [CartController, 'show'] as never)
      route.post('/cart', [CartController, 'store'] as never).withoutCsrfProtection()
      route.get('/login', [LoginController, 'show'] as never)
      route.post('/login', [LoginController, 'store'] as never).withoutCsrfProtection()
      route.post('/logout', [LoginController, 'destroy'] as never).withoutCsrfProtection()
    }),
  ])
  const visitor = new Visitor(app)
  expect(await visitor.json('/cart')).toEqual({ userId: null, cart: {} })
  await visitor.post('/cart', { sku: 'a-1' })
  const file = (): Promise<string> =>
    readFile(join(folder, `sess_${visitor.cookies.get('PHPSESSID')}`), 'utf8')
  expect(await file()).toBe('cart|a:1:{s:3:"a-1";i:1;}')
  expect((await visitor.post('/login', { name: 'ada', password: 'wrong' })).status).toBe(422)
  expect((await visitor.post('/login', { name: 'ada', password: 'secret' })).status).toBe(302)
  expect(await file()).toBe('cart|a:1:{s:3:"a-1";i:1;}user_id|i:7;')
  expect(await visitor.json('/login')).toEqual({ userId: 7 })
  await visitor.post('/logout', {})
  expect(visitor.cookies.has('PHPSESSID')).toBe(false)
  await app.shutdown()
})
