import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { connectDatabase, sql, type Database } from 'vanillin/database'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { PhpFpm } from '../../packages/php/src/testing/php-fpm.fixture.ts'
import { freePort } from '../../packages/php/src/upstreams/free-port.ts'
import { root } from '../../scripts/steps/root.js'
import { launchChromium } from './launch-chromium.ts'
import { createLookAt } from './look-at.ts'
import { createPicture, type Picture } from './picture.ts'

const lookAt = createLookAt()
const example = join(root, 'examples/legacy-bridge')
const databaseName = `vanillin_gardens_${process.pid}`
const databaseUrl = new URL(process.env['TEST_MYSQL_URL'] ?? 'mysql://root@127.0.0.1:3306/mysql')
const storage = mkdtempSync(join(tmpdir(), 'vanillin-gardens-'))

let server: Database
let fpm: PhpFpm
let app: ChildProcess
let origin: string
let browser: Browser
let picture: Picture

/** `vanillin` in the folder of the example, with php-fpm and a database that both sides have. */
function vanillin(command: string, port: number): ChildProcess {
  return spawn(process.execPath, [join(root, 'packages/vanillin/bin/vanillin.js'), command], {
    cwd: example,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      NODE_ENV: 'development',
      HOST: '127.0.0.1',
      PORT: String(port),
      STORAGE: storage,
      DATABASE_URL: databaseUrl.href,
      PHP_FPM: fpm.address,
    },
  })
}

beforeAll(async () => {
  server = await connectDatabase({ url: databaseUrl.href })
  await sql`create database ${sql.id(databaseName)}`.execute(server)
  databaseUrl.pathname = `/${databaseName}`
  fpm = await new PhpFpm({ sessionFolder: join(storage, 'php-sessions') }).start()
  const port = await freePort()
  const migration = vanillin('migrate', port)
  expect((await once(migration, 'close'))[0]).toBe(0)
  app = vanillin('dev', port)
  origin = `http://localhost:${port}`
  browser = await launchChromium()
  picture = await createPicture(browser, 'jpeg')
  await vi.waitFor(async () => expect((await fetch(origin)).status).toBe(200), {
    timeout: 60_000,
    interval: 200,
  })
}, 180_000)

afterAll(async () => {
  await browser?.close()
  if (app?.exitCode === null) {
    app.kill('SIGINT')
    await once(app, 'close')
  }
  await fpm?.remove()
  await sql`drop database ${sql.id(databaseName)}`.execute(server)
  await server.close()
  rmSync(storage, { recursive: true, force: true })
})

const madeWith = (page: Page): Promise<string | null> => page.locator('footer').textContent()

const sizes = [
  { name: 'desktop', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { name: 'phone', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
] as const

describe.each(sizes)('on a $name', ({ name, viewport, colorScheme }) => {
  test('a member goes to and fro between PHP and Vanillin, and stays who she is', async () => {
    const context = await browser.newContext({ viewport, colorScheme, baseURL: origin })
    const page = await context.newPage()
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('response', (response) => {
      if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`)
    })

    await page.goto('/')
    expect(await madeWith(page)).toContain('Vanillin')
    await lookAt(page, `bridge-${name}-home`)

    await page.getByRole('link', { name: 'Log in' }).click()
    expect(await madeWith(page)).toContain('PHP')
    await lookAt(page, `bridge-${name}-login-of-php`)
    await page.getByLabel('Name').fill('ada')
    await page.getByLabel('Password').fill('lovelace')
    await page.getByRole('button', { name: 'Log in' }).click()

    // PHP has left the message and redirects; the page is ported.
    await page.waitForURL('**/account')
    expect(await page.getByRole('status').textContent()).toBe('Welcome back.')
    expect(await madeWith(page)).toContain('Vanillin')
    await page.getByLabel('A picture of you').setInputFiles(picture)
    await page.getByRole('button', { name: 'Keep it' }).click()
    await page.getByText('Your picture is kept.').waitFor()
    await lookAt(page, `bridge-${name}-account`)

    // The form is PHP's, what it sends is checked here.
    await page.getByRole('link', { name: 'Contact' }).click()
    expect(await madeWith(page)).toContain('PHP')
    await page.getByLabel('Your name').fill('Ada')
    await page.getByRole('button', { name: 'Send' }).click()
    expect(await page.getByRole('alert').textContent()).toBe('Write a few words.')
    expect(await page.getByLabel('Your name').inputValue()).toBe('Ada')
    await lookAt(page, `bridge-${name}-contact-of-php-refused`)
    await page.getByLabel('Your message').fill('Who has the key to the shed?')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('Thank you. We answer within a week.').waitFor()
    expect(await madeWith(page)).toContain('PHP')
    await lookAt(page, `bridge-${name}-contact-of-php`)

    await page.getByRole('link', { name: 'Guestbook' }).click()
    await page.getByLabel('Your name').fill(`Ada on a ${name}`)
    await page.getByLabel('Your words').fill('Lovely beans.')
    await page.getByRole('button', { name: 'Sign' }).click()
    await page.getByText(`Ada on a ${name}: Lovely beans.`).waitFor()
    await lookAt(page, `bridge-${name}-guestbook`)
    // PHP reads the same table.
    const feed = await page.request.get('/pages/feed.php')
    expect(await feed.text()).toContain(`<title>Ada on a ${name}</title>`)

    await page.getByRole('link', { name: 'News' }).click()
    await lookAt(page, `bridge-${name}-news`)
    await page.getByRole('link', { name: 'Contact' }).click()
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.getByText('You are logged out.').waitFor()
    await page.goto('/contact')
    expect(await page.getByRole('link', { name: 'Log in' }).count()).toBe(1)
    await page.goto('/account')
    expect(page.url()).toBe(`${origin}/login`)

    expect(problems).toEqual([])
    await context.close()
  })
})

test('both sides look the same', async () => {
  const page = await browser.newPage({ baseURL: origin })
  const shown = async (path: string) => {
    await page.goto(path)
    return page.evaluate(() =>
      ['body', 'header', '.brand', 'nav a', 'main', 'h1', 'footer'].map((selector) => {
        const { fontSize, color, padding, width } = getComputedStyle(document.querySelector(selector)!)
        return [selector, fontSize, color, padding, width]
      }),
    )
  }
  expect(await shown('/contact')).toEqual(await shown('/news'))
  await page.close()
})
