import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { stopChildren } from '../../scripts/demo/child.js'
import { CreatedApp } from '../application/created-app.ts'
import { launchChromium } from './launch-chromium.ts'

const view = (heading: string): string => `<%
  type Props = { name: string }
%>
<!doctype html>
<html lang="en">
  <head>
    <title>Hello</title>
    <script type="module" src="<%= asset('app.ts') %>"></script>
  </head>
  <body>
    <h1>${heading}, <%= name %></h1>
    <p id="said"></p>
    <input id="typed">
  </body>
</html>
`

const controller = (name: string): string => `import { Controller } from 'vanillin'

export default class HomeController extends Controller {
  index() {
    return this.view('home/index', { name: '${name}' })
  }
}
`

const styles = (color: string): string => `h1 { color: ${color} }\n`

const script = (text: string): string => `import './app.css'

document.querySelector('#said')!.textContent = '${text}'

import.meta.hot?.accept()
`

let app: CreatedApp
let browser: Browser
beforeAll(async () => {
  app = await CreatedApp.create(['--template', 'minimal'])
  mkdirSync(join(app.folder, 'app/assets'))
  writeAll()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await stopChildren()
  app?.remove()
})

function writeAll(): void {
  app.write('app/assets/app.ts', script('from the script'))
  app.write('app/assets/app.css', styles('rgb(1, 2, 3)'))
  app.write('app/views/home/index.eta', view('Hello'))
  app.write('app/controllers/home.ts', controller('Ada'))
}

const says = (page: Page, text: string): Promise<void> => page.locator('#said', { hasText: text }).waitFor()

const colorOf = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.querySelector('h1')!).color)

describe('an open page in development', () => {
  let url: string
  let page: Page
  beforeAll(async () => {
    ;({ url } = await app.develop())
  })
  beforeEach(async () => {
    page = await browser.newPage()
    await page.goto(url)
    await says(page, 'from the script')
    await page.fill('#typed', 'half a sentence')
  })
  afterEach(() => page.close())

  /** What was typed is gone with the old page. */
  const isSamePage = async (): Promise<boolean> => (await page.inputValue('#typed')) === 'half a sentence'

  test('takes new styles in place', async () => {
    expect(await colorOf(page)).toBe('rgb(1, 2, 3)')
    app.write('app/assets/app.css', styles('rgb(4, 5, 6)'))
    await expect.poll(() => colorOf(page)).toBe('rgb(4, 5, 6)')
    expect(await isSamePage()).toBe(true)
  })

  test('runs a script anew that accepts itself', async () => {
    app.write('app/assets/app.ts', script('again'))
    await says(page, 'again')
    expect(await isSamePage()).toBe(true)
    app.write('app/assets/app.ts', script('from the script'))
    await says(page, 'from the script')
  })

  test('is loaded anew after a view was saved', async () => {
    app.write('app/views/home/index.eta', view('Good morning'))
    await page.getByText('Good morning, Ada').waitFor()
    expect(await isSamePage()).toBe(false)
  })

  test('is loaded anew after a controller was saved', async () => {
    app.write('app/controllers/home.ts', controller('Grace'))
    await page.getByText('Grace').waitFor()
    expect(await isSamePage()).toBe(false)
  })

  test('shows the fault of a controller in its place, and the page again after the next save', async () => {
    app.write('app/controllers/home.ts', `${controller('Grace')}\nconst = 1\n`)
    await page.getByText('app/controllers/home.ts:9').first().waitFor()
    app.write('app/controllers/home.ts', controller('Mended'))
    await page.getByText('Mended').waitFor()
  })

  test('shows the fault of a view, and the page again after the next save', async () => {
    app.write('app/views/home/index.eta', view('<%= nobody.knows %>'))
    await page.getByText("'nobody' was not given").first().waitFor()
    app.write('app/views/home/index.eta', view('Mended view'))
    await page.getByText('Mended view').waitFor()
  })

  test('shows the fault of a script over the page, and goes on after the next save', async () => {
    app.write('app/assets/app.ts', `${script('never seen')}\nconst = 1\n`)
    await page.locator('vite-error-overlay').getByText('app/assets/app.ts').first().waitFor()
    app.write('app/assets/app.ts', script('mended'))
    await says(page, 'mended')
    expect(await page.locator('vite-error-overlay').count()).toBe(0)
    app.write('app/assets/app.ts', script('from the script'))
    await says(page, 'from the script')
  })
})

test('the built page has its script and styles by hashed names that a browser keeps', async () => {
  writeAll()
  const { url } = await (await app.release()).start()
  const page = await browser.newPage()
  const kept = new Map<string, string | undefined>()
  page.on('response', (response) => {
    kept.set(new URL(response.url()).pathname, response.headers()['cache-control'])
  })
  await page.goto(url)

  await says(page, 'from the script')
  await expect.poll(() => colorOf(page)).toBe('rgb(1, 2, 3)')
  const assets = [...kept].filter(([path]) => path.startsWith('/assets/'))
  expect(assets.map(([path]) => path.replace(/-[\w-]{8}\./, '-<hash>.')).toSorted()).toEqual([
    '/assets/app-<hash>.css',
    '/assets/app-<hash>.js',
  ])
  expect(assets.map(([, control]) => control)).toEqual(
    assets.map(() => 'public, max-age=31536000, immutable'),
  )
  expect(await page.locator('script').getAttribute('src')).toMatch(/^\/assets\/app-[\w-]{8}\.js$/)
  await page.close()
})
