import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import * as vanillin from 'vanillin'
import { Controller, createApp, defineRoutes, sessions } from 'vanillin'
import { expect, test } from 'vitest'
import { root } from '../../scripts/steps/root.js'
import { Browser } from '../../packages/core/src/testing/browser.fixture.ts'

type ExampleClass = new () => Controller & Record<string, () => unknown>

/** The controllers of a guide, by name: its blocks that bring nothing but `vanillin`. */
function controllersOf(file: string): Record<string, ExampleClass> {
  const guide = readFileSync(join(root, file), 'utf8')
  const blocks = [...guide.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => code)
  return Object.assign(
    {},
    ...blocks.filter((code) => code.includes('extends Controller')).map(runExample),
  ) as Record<string, ExampleClass>
}

function runExample(code: string): object {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  })
  const exports = {}
  // oxlint-disable-next-line typescript/no-implied-eval -- it is our own guide
  new Function('require', 'exports', outputText)(() => vanillin, exports)
  return exports
}

function visit(controllers: Record<string, ExampleClass>, paths: Record<string, string>): Browser {
  const key = 'for-tests-only-for-tests-only-for-tests'
  const app = createApp({ app: { name: 'Guide', key, log: { level: 'silent' } } }, [
    sessions(),
    defineRoutes((route) => {
      for (const [path, name] of Object.entries(paths)) {
        const [controller = '', method = ''] = name.split('.')
        const target = [controllers[controller], method] as never
        if (path.startsWith('POST ')) route.post(path.slice(5), target).withoutCsrfProtection()
        else route.get(path, target)
      }
    }),
  ])
  return new Browser(app)
}

test('the cart and the login of the guide to sessions work', async () => {
  const browser = visit(controllersOf('docs/sessions.md'), {
    '/cart': 'CartController.show',
    'POST /cart': 'CartController.store',
    'POST /login': 'LoginController.login',
    'POST /logout': 'LoginController.logout',
  })
  expect(await browser.json('/cart')).toEqual({ items: [] })
  await browser.post('/cart', { product: '7' })
  await browser.post('/cart', { product: '9' })
  const before = browser.sessionCookie
  expect((await browser.post('/login')).headers.get('location')).toBe('/')
  expect(browser.sessionCookie).not.toBe(before)
  expect(await browser.json('/cart')).toEqual({ items: [7, 9] })
  await browser.post('/logout')
  expect(browser.sessionCookie).toBeUndefined()
})

test('the controllers of the guide to cookies work', async () => {
  const browser = visit(controllersOf('docs/cookies.md'), {
    '/theme': 'ThemeController.show',
    'POST /theme': 'ThemeController.store',
    'POST /no-theme': 'ThemeController.destroy',
    '/trial': 'TrialController.show',
    'POST /trial': 'TrialController.store',
    '/link': 'LinkController.show',
  })
  await browser.post('/theme', { theme: 'dark' })
  expect(await browser.json('/theme')).toEqual({ theme: 'dark' })
  await browser.post('/no-theme')
  expect(await browser.json('/theme')).toEqual({ theme: 'light' })
  expect(await browser.json('/trial')).toEqual({ began: null, draft: null })
  await browser.post('/trial')
  expect(await browser.json('/trial')).toEqual({ began: '2026-01-01', draft: 'not for your eyes' })
  expect(browser.cookies.get('trial')).toContain('2026-01-01')
  expect(browser.cookies.get('draft')).not.toContain('eyes')
  expect(await browser.json('/link')).toEqual({ user: '7', other: null })
})
