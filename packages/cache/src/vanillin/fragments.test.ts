import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Controller, createApp, defineRoutes, minutes, SafeHtml, sessions } from '@vanillin/core'
import { expect, onTestFinished, test, vi } from 'vitest'
import { sharedFolder } from '../index.ts'
import { cache, type CacheConfig } from './index.ts'

let made = 0

class PostsController extends Controller {
  async index() {
    const sidebar = await cache.tags('posts').remember('sidebar', minutes(5), async () => {
      await new Promise((resolve) => setImmediate(resolve))
      return this.fragment('sidebar', { top: [`<${++made}>`] })
    })
    return this.view('page', { sidebar })
  }

  async personal() {
    const form = await cache.remember('form', minutes(5), () => this.fragment('form'))
    return this.view('page', { sidebar: form })
  }
}

async function boot(config: CacheConfig) {
  const root = mkdtempSync(join(tmpdir(), 'vanillin-fragments-'))
  mkdirSync(join(root, 'app/views'), { recursive: true })
  const views = {
    sidebar: '<% for (const one of top) { %><li><%= one %></li><% } %>',
    page: '<main><%= sidebar %></main>',
    form: '<form><%= csrf() %></form>',
  }
  for (const [name, text] of Object.entries(views)) writeFileSync(join(root, `app/views/${name}.eta`), text)
  vi.stubEnv('VANILLIN_ROOT', root)
  const key = 'for-tests-only-for-tests-only-for-tests-only'
  const app = createApp({ app: { name: 'Shop', key, log: { level: 'silent' } }, cache: config }, [
    cache(),
    sessions(),
    defineRoutes((route) => {
      route.get('/', [PostsController, 'index'])
      route.get('/personal', [PostsController, 'personal'])
    }),
  ])
  vi.unstubAllEnvs()
  await app.boot()
  made = 0
  onTestFinished(async () => {
    await app.shutdown()
    rmSync(root, { recursive: true })
    rmSync(sharedFolder(`${root}#${process.pid}`), { recursive: true, force: true })
  })
  return app
}

test.each<[CacheConfig]>([[{}], [{ store: 'shared' }], [{ store: ['memory', 'shared'] }]])(
  'with %j a fragment is made once for all who ask, stays escaped, and goes with its tags',
  async (config) => {
    const app = await boot(config)
    const page = async () => (await app.fetch('/')).text()
    const pages = await Promise.all(Array.from({ length: 50 }, page))
    expect(new Set(pages)).toEqual(new Set(['<main><li>&lt;1&gt;</li></main>']))
    await cache.tags('posts').flush()
    expect([await page(), await page(), made]).toEqual([
      '<main><li>&lt;2&gt;</li></main>',
      '<main><li>&lt;2&gt;</li></main>',
      2,
    ])
    expect(await cache.get('sidebar')).toBeInstanceOf(SafeHtml)
  },
)

test('a form with the token of one visitor is not kept for all', async () => {
  const app = await boot({})
  expect((await app.fetch('/personal')).status).toBe(500)
  expect(await cache.has('form')).toBe(false)
})
