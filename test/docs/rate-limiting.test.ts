import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import * as vanillin from 'vanillin'
import { createApp, defineRoutes, type BootItem } from 'vanillin'
import * as vanillinCache from 'vanillin/cache'
import { cache } from 'vanillin/cache'
import { afterEach, expect, test } from 'vitest'
import { root } from '../../scripts/steps/root.js'

const modules: Record<string, unknown> = { vanillin, 'vanillin/cache': vanillinCache }

/** What the blocks of the guide export, those that bring nothing but our packages. */
function guide(): Record<string, unknown> {
  const text = readFileSync(join(root, 'docs/rate-limiting.md'), 'utf8')
  const blocks = [...text.matchAll(/^```ts.*\n([^]*?)^```/gm)].map(([, code = '']) => code)
  return Object.assign({}, ...blocks.filter((code) => !code.includes("from './")).map(runExample)) as Record<
    string,
    unknown
  >
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

const examples = guide()
const apps: vanillin.Application[] = []
afterEach(async () => {
  for (const app of apps.splice(0)) await app.shutdown() // oxlint-disable-line no-await-in-loop -- one after the other
})

function appWith(routes: BootItem): vanillin.Application {
  const app = createApp({ app: { name: 'Guide', log: { level: 'silent' } } }, [cache(), routes])
  apps.push(app)
  return app
}

test('the routes of the guide to rate limiting are limited as it says', async () => {
  const app = appWith(examples['routes'] as BootItem)
  const search = await app.fetch('/search')
  expect(search.headers.get('ratelimit-policy')).toBe('"50-per-second";q=101;w=3')
  const posts = await app.fetch('/api/posts')
  expect(posts.headers.get('ratelimit-policy')).toBe('"api";q=3;w=60')
  await app.fetch('/api/users')
  await app.fetch('/api/posts')
  const refused = await app.fetch('/api/users')
  const seconds = refused.headers.get('retry-after')
  expect([refused.status, refused.headers.get('ratelimit')]).toEqual([429, `"api";r=0;t=${seconds}`])
  expect((await app.fetch('/exports')).headers.has('ratelimit')).toBe(false)
  const counted = await app.fetch('/exports', { headers: { 'x-api-key': 'a' } })
  expect(counted.headers.get('ratelimit')).toBe('"2-at-once";r=1')
})

test('its logins are throttled by account, and a success forgets the mistakes', async () => {
  const app = appWith(
    defineRoutes((route) => {
      route
        .post('/login', [examples['LoginController'], 'store'] as never)
        .use(examples['throttleLogins'] as vanillin.Middleware)
    }),
  )
  const login = async (email: string, password: string) => {
    const body = new URLSearchParams({ email, password })
    return (await app.fetch('/login', { method: 'POST', body, redirect: 'manual' })).status
  }
  expect([await login('ada', 'a'), await login('ADA ', 'b'), await login('ada', 'correct horse')]).toEqual([
    401, 401, 302,
  ])
  const tries: number[] = []
  for (let i = 0; i < 6; i++) tries.push(await login('ada', 'guess')) // oxlint-disable-line no-await-in-loop -- one after the other
  expect(tries).toEqual([401, 401, 401, 401, 401, 429])
  expect(await login('bob', 'correct horse')).toBe(302)
})

test('its invitations cost as many as are sent', async () => {
  const app = appWith(
    defineRoutes((route) => void route.post('/', [examples['InvitationsController'], 'store'] as never)),
  )
  const invite = (count: number) => {
    const body = new URLSearchParams()
    for (let i = 0; i < count; i++) body.append('emails[]', `${i}@example.com`)
    return app.fetch('/', { method: 'POST', body })
  }
  expect(await (await invite(60)).json()).toEqual({ invited: 60, left: 40 })
  expect((await invite(50)).status).toBe(429)
  expect(await (await invite(40)).json()).toEqual({ invited: 40, left: 0 })
})
