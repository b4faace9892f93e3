import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ts from 'typescript'
import * as vanillin from 'vanillin'
import { createApp, defineRoutes, type Application, type Controller, type RoutesDefinition } from 'vanillin'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { root } from '../../scripts/steps/root.js'

/** What the examples of docs/responses.md export as default, in their order on the page. */
const [Reports, config, etagRoutes, Exports, eventRoutes, compressed] = [
  ...readFileSync(join(root, 'docs/responses.md'), 'utf8').matchAll(/^```ts[^\n]*\n(.*?)^```/gms),
].map(([, code = '']) => runExample(code).default)

function runExample(code: string): { default?: unknown } {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  })
  const exports = {}
  // oxlint-disable-next-line typescript/no-implied-eval -- it is our own guide
  new Function('require', 'exports', outputText)(() => vanillin, exports)
  return exports
}

type Action = Parameters<Parameters<Parameters<typeof defineRoutes>[0]>[0]['get']>[1]

let folder: string
let app: Application

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vanillin-responses-'))
  mkdirSync(join(folder, 'storage/reports'), { recursive: true })
  mkdirSync(join(folder, 'exports'))
  writeFileSync(join(folder, 'storage/reports/may.txt'), 'May')
  writeFileSync(join(folder, 'exports/export.csv'), 'id')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  vi.stubEnv('VANILLIN_ROOT', folder)
  const action = (controller: unknown, method: string) =>
    [controller as new () => Controller, method] as unknown as Action
  app = createApp({ app: { ...(config as vanillin.AppConfig), log: { level: 'silent' } } }, [
    defineRoutes((route) => {
      route.get('/show/:name', action(Reports, 'show'))
      route.get('/save/:name', action(Reports, 'save'))
      route.get('/export', action(Reports, 'export'))
      route.get('/orders', action(Exports, 'orders'))
    }),
  ])
  vi.unstubAllEnvs()
})
afterAll(() => rmSync(folder, { recursive: true }))

const appOf = (routes: unknown) =>
  createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [routes as RoutesDefinition])

test('files and downloads', async () => {
  expect(await (await app.fetch('/show/may.txt')).text()).toBe('May')
  expect((await app.fetch('/show/..%2F..%2Fsecret.txt')).status).toBe(400)
  expect((await app.fetch('/show/june.txt')).status).toBe(404)
  expect((await app.fetch('/save/may.txt')).headers.get('content-disposition')).toBe(
    'attachment; filename="Report may.txt"',
  )
  const exported = await app.fetch('/export')
  expect([exported.headers.get('content-type'), await exported.text()]).toEqual([
    'text/csv; charset=utf-8',
    'id',
  ])
})

test('a page with a tag', async () => {
  const tagged = appOf(etagRoutes)
  const tag = (await tagged.fetch('/catalogue')).headers.get('etag')!
  expect((await tagged.fetch('/catalogue', { headers: { 'if-none-match': tag } })).status).toBe(304)
})

test('an action that is a generator, and events', async () => {
  const orders = await app.fetch('/orders')
  expect([orders.headers.get('content-type'), await orders.text()]).toEqual([
    'text/csv; charset=utf-8',
    'id,total\n1,10\n2,20\n3,30\n',
  ])
  const events = await (await appOf(eventRoutes).fetch('/countdown')).text()
  expect(events).toMatch(/^event: tick\nid: 3\ndata: \{"left":3\}\n\n/)
})

test('compression', async () => {
  const response = await (compressed as Application).fetch('/', { headers: { 'accept-encoding': 'br' } })
  expect([response.headers.get('content-encoding'), response.headers.get('vary')]).toEqual([
    'br',
    'Accept-Encoding',
  ])
})
