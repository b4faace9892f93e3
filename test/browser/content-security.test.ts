import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { createApp, defineRoutes, file, html, type Application } from 'vanillin'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { coresHere } from '../application/cores.ts'
import { useAttackedBrowser } from './attacked-browser.ts'
import { chromiumPath } from './launch-chromium.ts'

/** Runs where it may: what is left of it on the page is `ran`. */
const RUN = "document.documentElement.dataset.ran = 'yes'"
const SVG = `<svg xmlns="http://www.w3.org/2000/svg"><script>${RUN}</script></svg>`

interface Content {
  readonly nonce: string
  /** Another site, with a script, a style, an image and a page. */
  readonly elsewhere: string
}

type Fill = (content: Content) => string

/** What a page must not do, and the directive that refuses it. */
const refused: Readonly<Record<string, readonly [directive: string, page: Fill]>> = {
  'an inline script without a nonce': ['script-src-elem', () => `<script>${RUN}</script>`],
  'an inline script with the nonce of nobody': [
    'script-src-elem',
    () => `<script nonce="AAAAAAAAAAAAAAAAAAAAAA">${RUN}</script>`,
  ],
  'a script that the page was made to hold': [
    'script-src-elem',
    ({ nonce }) =>
      `<script nonce="${nonce}">document.write('<script>${RUN.replaceAll("'", '&quot;')}</' + 'script>')</script>`,
  ],
  'an attribute of an image that fails': ['script-src-attr', () => `<img src="/missing" onerror="${RUN}">`],
  'an attribute of what is clicked': ['script-src-attr', () => `<button onclick="${RUN}">Go</button>`],
  'a link of javascript:': ['script-src-elem', () => `<a href="javascript:${RUN}">Go</a>`],
  eval: ['script-src', ({ nonce }) => `<script nonce="${nonce}">try { eval("${RUN}") } catch {}</script>`],
  'a script of another site': ['script-src-elem', ({ elsewhere }) => `<script src="${elsewhere}"></script>`],
  'a script in a data: URL': [
    'script-src-elem',
    () => `<script src="data:text/javascript,${encodeURIComponent(RUN)}"></script>`,
  ],
  'an inline style without a nonce': ['style-src-elem', () => '<style>h1 { color: rgb(1, 2, 3) }</style>'],
  'a style in an attribute': ['style-src-attr', () => '<p style="color: red">Red</p>'],
  'a style sheet of another site': [
    'style-src-elem',
    ({ elsewhere }) => `<link rel="stylesheet" href="${elsewhere}">`,
  ],
  'an image of another site': ['img-src', ({ elsewhere }) => `<img src="${elsewhere}">`],
  'a frame of another site': ['frame-src', ({ elsewhere }) => `<iframe src="${elsewhere}"></iframe>`],
  'a request to another site': [
    'connect-src',
    ({ nonce, elsewhere }) =>
      `<script nonce="${nonce}">fetch(${JSON.stringify(elsewhere)}).catch(() => 0)</script>`,
  ],
  'a form to another site': [
    'form-action',
    ({ elsewhere }) => `<form action="${elsewhere}"><button>Go</button></form>`,
  ],
  'another base': ['base-uri', ({ elsewhere }) => `<base href="${elsewhere}">`],
  'a plug-in': ['object-src', () => '<object data="/own.svg"></object>'],
}

/** What a page may do. */
const allowed: Readonly<Record<string, Fill>> = {
  'an inline script with its nonce': ({ nonce }) => `<script nonce="${nonce}">${RUN}</script>`,
  'a script of its own': () => '<script src="/own.js"></script>',
  'an inline style with its nonce': ({ nonce }) =>
    `<style nonce="${nonce}">h1 { color: rgb(1, 2, 3) }</style><script nonce="${nonce}">if (getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)') ${RUN}</script>`,
  'an image of its own, and one in a data: URL': ({ nonce }) =>
    `<img src="/own.svg"><img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E"><script nonce="${nonce}">${RUN}</script>`,
}

const isThere = existsSync(chromiumPath)

describe.runIf(isThere)(
  isThere ? 'content security' : `content security (skipped: no ${chromiumPath})`,
  () => {
    const attacked = useAttackedBrowser()

    describe.each(coresHere())('on the %s core', (core) => {
      let root: string
      let app: Application
      let site: string
      let page: Page
      let violations: string[]
      beforeAll(async () => {
        root = mkdtempSync(join(tmpdir(), 'vanillin-content-security-'))
        for (const folder of ['public', 'storage']) mkdirSync(join(root, folder))
        writeFileSync(join(root, 'public/own.js'), RUN)
        writeFileSync(join(root, 'public/own.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
        writeFileSync(
          join(root, 'storage/stored.html'),
          `<!doctype html><h1>Stored</h1><script>${RUN}</script>`,
        )
        writeFileSync(join(root, 'storage/stored.svg'), SVG)
        vi.stubEnv('VANILLIN_ROOT', root)
        app = createApp({ app: { name: 'Pages', log: { level: 'silent' } } }, [
          defineRoutes((route) => {
            route.get('/', (request) => {
              const name = request.query.string('page')
              const fill = allowed[name] ?? refused[name]?.[1]
              const content = { nonce: request.cspNonce, elsewhere: attacked.attacker.at('evil.test', RUN) }
              return html(
                `<!doctype html><html><head><title>Page</title></head><body><h1>Page</h1>${fill?.(content)}`,
              )
            })
            route.get('/plain', () => html('<h1>Plain</h1>'))
            route.get('/stored/:name', (request) => file(request, request.params.string('name')))
          }),
        ])
        vi.unstubAllEnvs()
        site = `http://127.0.0.1:${(await app.listen({ port: 0, core })).port}`
        const context = await attacked.browser.newContext()
        await context.exposeFunction('violated', (directive: string) => violations.push(directive))
        await context.addInitScript(() =>
          addEventListener('securitypolicyviolation', (event) => {
            const { violated } = window as unknown as { violated: (directive: string) => void }
            violated(event.effectiveDirective)
          }),
        )
        page = await context.newPage()
      })
      afterAll(async () => {
        await page?.context().close()
        await app?.shutdown()
        rmSync(root, { recursive: true })
      })

      const open = async (name: string): Promise<void> => {
        violations = []
        await page.goto(`${site}/?${new URLSearchParams({ page: name }).toString()}`)
      }
      const ran = (): Promise<boolean> =>
        page.evaluate(() => document.documentElement.dataset['ran'] === 'yes')

      test.each(Object.entries(refused))('%s is refused', async (name, [directive]) => {
        await open(name)
        await page.evaluate(() => document.querySelector<HTMLElement>('a, button')?.click())
        await expect.poll(() => violations).toEqual([directive])
        expect([await ran(), new URL(page.url()).origin]).toEqual([false, site])
      })

      test.each(Object.keys(allowed))('%s is not', async (name) => {
        await open(name)
        await expect.poll(ran).toBe(true)
        expect(violations).toEqual([])
      })

      test('each page has a nonce of its own, and one that does not ask has none', async () => {
        const policyOf = async (path: string): Promise<string> =>
          (await page.request.get(site + path)).headers()['content-security-policy'] ?? ''
        const name = '/?page=eval'
        const nonces = await Promise.all(
          Array.from({ length: 10 }, async () => /'nonce-([^']+)'/.exec(await policyOf(name))?.[1]),
        )
        expect(new Set(nonces).size).toBe(10)
        expect(await policyOf('/plain')).not.toContain('nonce-')
      })

      test.each(['stored.html', 'stored.svg'])(
        '%s, which somebody has uploaded, is shown without its script',
        async (name) => {
          violations = []
          await page.goto(`${site}/stored/${name}`)
          expect(await page.evaluate(() => [self.origin, document.documentElement.dataset['ran']])).toEqual([
            'null',
            undefined,
          ])
        },
      )
    })
  },
)
