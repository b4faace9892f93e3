import * as crypto from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import * as vanillin from 'vanillin'
import { createApp, sessions, type RoutesDefinition } from 'vanillin'
import { afterAll, expect, test, vi } from 'vitest'
import { root } from '../../scripts/steps/root.js'

const modules: Readonly<Record<string, unknown>> = { vanillin, 'node:crypto': crypto }

/** The example of a section of docs/web-security.md, run. */
function exampleOf(section: string): { default: RoutesDefinition } {
  const page = readFileSync(join(root, 'docs/web-security.md'), 'utf8')
  const code = /```ts\n(.*?)```/s.exec(page.slice(page.indexOf(`## ${section}\n`)))?.[1] ?? ''
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  })
  const exports = {} as { default: RoutesDefinition }
  // oxlint-disable-next-line typescript/no-implied-eval -- it is our own guide
  new Function('require', 'exports', outputText)((name: string) => modules[name], exports)
  return exports
}

afterAll(() => vi.unstubAllEnvs())

test('webhooks and APIs: a signature and a token are checked, and no token of a form', async () => {
  vi.stubEnv('PAYMENTS_SECRET', 'shared')
  vi.stubEnv('API_TOKEN', 'secret')
  const app = createApp({ app: { name: 'Guide', log: { level: 'silent' } } }, [
    sessions(),
    exampleOf('Webhooks and APIs').default,
  ])
  const body = '{"id": "pay_1"}'
  const send = async (path: string, sent: string, headers: Record<string, string>) => {
    const response = await app.fetch(path, {
      method: 'POST',
      body: sent,
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site', ...headers },
    })
    return response.status === 200 ? response.json() : response.status
  }
  const signature = crypto.createHmac('sha256', 'shared').update(body).digest('hex')
  expect(await send('/webhooks/payments', body, { 'x-signature': signature })).toEqual({ received: 'pay_1' })
  expect(await send('/webhooks/payments', `${body} `, { 'x-signature': signature })).toBe(403)
  expect(await send('/webhooks/payments', body, {})).toBe(403)

  const order = '{"product": 7}'
  expect(await send('/api/orders', order, { authorization: 'Bearer secret' })).toEqual({ ordered: 7 })
  expect(await send('/api/orders', order, { authorization: 'Bearer secre' })).toBe(401)
  expect(await send('/api/orders', order, {})).toBe(401)
})
