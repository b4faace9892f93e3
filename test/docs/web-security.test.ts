import * as crypto from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import * as vanillin from 'vanillin'
import {
  createApp,
  defineRoutes,
  sessions,
  type AppConfig,
  type Application,
  type HttpRequest,
  type RoutesDefinition,
} from 'vanillin'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { root } from '../../scripts/steps/root.js'

const modules: Readonly<Record<string, unknown>> = { vanillin, 'node:crypto': crypto }

/** What the example of a section of docs/web-security.md exports. */
function exampleOf(section: string): Record<string, unknown> {
  const page = readFileSync(join(root, 'docs/web-security.md'), 'utf8')
  const code = /```ts[^\n]*\n(.*?)```/s.exec(page.slice(page.indexOf(`# ${section}\n`)))?.[1] ?? ''
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  })
  const exports = {}
  // oxlint-disable-next-line typescript/no-implied-eval -- it is our own guide
  new Function('require', 'exports', outputText)((name: string) => modules[name], exports)
  return exports
}

const silent = { level: 'silent' } as const
const appOf = (section: string): Application =>
  createApp({ app: { name: 'Guide', log: silent } }, [exampleOf(section)['default'] as RoutesDefinition])

beforeEach(() => {
  vi.stubEnv('APP_URL', 'https://guestbook.example')
  vi.stubEnv('APP_KEY', 'for-tests-only-for-tests-only-for-tests')
})
afterEach(() => vi.unstubAllEnvs())

test('the configuration: proxies, hosts, origins and headers', async () => {
  vi.stubEnv('NODE_ENV', 'production')
  const config = exampleOf('The web around an app')['default'] as AppConfig
  const app = createApp({ app: { ...config, log: silent } }, [
    defineRoutes((route) => {
      route.get('/', () => '<h1>Hello</h1>')
      route.get('/client', ({ ip, ips, secure }: HttpRequest) => ({ ip, ips, secure }))
      route.post('/', () => 'changed')
    }),
  ])
  const forwarded = { 'x-forwarded-for': '198.51.100.7, 10.1.2.3', 'x-forwarded-proto': 'https' }
  const client = await app.fetch('http://guestbook.example/client', { headers: forwarded })
  expect(await client.json()).toEqual({
    ip: '198.51.100.7',
    ips: ['198.51.100.7', '10.1.2.3', '127.0.0.1'],
    secure: true,
  })

  const { headers } = await app.fetch('https://guestbook.example/')
  expect(headers.get('content-security-policy')).toContain("img-src 'self' data: https://images.example.com")
  expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')

  const statusAt = async (url: string, origin?: string): Promise<number> =>
    (await app.fetch(url, origin === undefined ? {} : { method: 'POST', headers: { origin } })).status
  expect(await statusAt('https://one.guestbook.example/')).toBe(200)
  expect(await statusAt('https://guestbook.test/')).toBe(421)
  expect(await statusAt('https://guestbook.example/', 'https://admin.example.com')).toBe(200)
  expect(await statusAt('https://guestbook.example/', 'https://other.example.com')).toBe(403)
})

test('headers for some routes: a page that a partner may show in a frame', async () => {
  const { headers } = await appOf('Headers for browsers').fetch('/widget')
  expect(headers.get('content-security-policy')).toContain('frame-ancestors https://partner.example.com')
})

test('pages of other origins: who is listed may send and read', async () => {
  const app = appOf('Pages of other origins')
  const order = (origin: string) => app.fetch('/api/orders', { method: 'POST', headers: { origin } })
  const allowed = await order('https://shop.partner.example')
  expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([
    200,
    'https://shop.partner.example',
  ])
  expect(allowed.headers.get('access-control-expose-headers')).toBe('ETag')
  expect((await order('https://evil.example')).status).toBe(403)

  const preflight = await app.fetch('/api/orders', {
    method: 'OPTIONS',
    headers: { origin: 'https://app.example.com', 'access-control-request-method': 'POST' },
  })
  expect([preflight.status, preflight.headers.get('access-control-max-age')]).toEqual([204, '1800'])
})

test('webhooks and APIs: a signature and a token are checked, and no token of a form', async () => {
  vi.stubEnv('PAYMENTS_SECRET', 'shared')
  vi.stubEnv('API_TOKEN', 'secret')
  const app = createApp({ app: { name: 'Guide', log: silent } }, [
    sessions(),
    exampleOf('Webhooks and APIs')['default'] as RoutesDefinition,
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

test('signed URLs: a link of a mail, and one that somebody made of it', async () => {
  const { routes, linkFor } = exampleOf('Signed URLs') as {
    routes: RoutesDefinition
    linkFor: (app: Application, user: number) => string
  }
  const { APP_URL: url, APP_KEY: key } = process.env as { APP_URL: string; APP_KEY: string }
  const app = createApp({ app: { name: 'Guide', url, key, log: silent } }, [routes])
  await app.boot()
  const link = linkFor(app, 7)
  expect(link).toMatch(/^https:\/\/guestbook\.example\/unsubscribe\/7\?/)
  expect(await (await app.fetch(link)).text()).toBe('Done.')
  expect((await app.fetch(link.replace('/7?', '/8?'))).status).toBe(403)
})
