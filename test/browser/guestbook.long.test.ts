import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium } from './launch-chromium.ts'
import { createLookAt } from './look-at.ts'
import { createPicture, type Picture } from './picture.ts'
import { RunningDemo } from './running-demo.ts'

const lookAt = createLookAt()

let demo: RunningDemo
let browser: Browser
let picture: Picture
beforeAll(async () => {
  demo = await RunningDemo.start()
  browser = await launchChromium()
  picture = await createPicture(browser, 'png')
}, 300_000)
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
  expect(existsSync(demo.folder), 'the demo left its folder behind').toBe(false)
})

const sizes = [
  { name: 'desktop', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { name: 'desktop-dark', viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  { name: 'phone', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'small-phone', viewport: { width: 320, height: 568 }, colorScheme: 'dark' },
] as const

describe.each(sizes)('on a $name', ({ name, viewport, colorScheme }) => {
  test('a visitor reads, writes, errs, corrects, comments and deletes', async () => {
    const context = await browser.newContext({ viewport, colorScheme, baseURL: demo.url })
    const page = await context.newPage()
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(error.message))
    page.on('response', (response) => {
      if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`)
    })

    await page.goto('/')
    await lookAt(page, `${name}-home`)
    const row = page.getByRole('listitem').filter({ hasText: 'The tables outside are back' })
    await row.getByRole('link', { name: 'Ines' }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Posts by Ines')
    await page.goBack()
    // The whole row is the target of the title's link, which lies over what is below the pointer.
    await row.locator('.excerpt').click({ force: true })
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('The tables outside are back')
    await page.goBack()
    await page.getByRole('link', { name: 'The tables outside are back' }).click()
    await lookAt(page, `${name}-show`)

    await page.getByRole('link', { name: 'Write a post' }).click()
    await lookAt(page, `${name}-form`)
    await page.getByLabel('Your name').fill('Grace')
    await page.getByRole('button', { name: 'Publish' }).click()
    await lookAt(page, `${name}-refused`)
    expect(await page.getByLabel('Your name').inputValue()).toBe('Grace')
    expect(await page.getByLabel('Title').getAttribute('aria-invalid')).toBe('true')
    expect(await page.getByRole('alert').textContent()).toContain('2 fields need another look')

    await page.getByLabel('Title').fill('A <i>very</i> ordinary title')
    await page.getByLabel('Text').fill('Some words, written by nobody in particular.')
    await page.getByLabel('Picture').setInputFiles(picture)
    await page.getByRole('button', { name: 'Publish' }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('A <i>very</i> ordinary title')
    await lookAt(page, `${name}-published`)

    await page.getByRole('link', { name: 'Edit' }).click()
    await page.getByLabel('Title').fill('Another title')
    await lookAt(page, `${name}-edit`)
    await page.getByRole('button', { name: 'Save changes' }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Another title')

    await page.getByLabel('Your name').fill('Mo')
    await page.getByLabel('Comment', { exact: true }).fill('Seen it.')
    await page.getByRole('button', { name: 'Add comment' }).click()
    expect(await page.getByRole('heading', { name: '1 comment' }).count()).toBe(1)

    await page.getByText('Delete this post').click()
    await lookAt(page, `${name}-delete`)
    await page.getByRole('button', { name: 'Yes, delete' }).click()
    await lookAt(page, `${name}-index`)
    expect(await page.getByRole('link', { name: 'Another title' }).count()).toBe(0)

    expect(problems).toEqual([])
    await context.close()
  })
})

test('the keyboard reaches the content, and what has the focus is seen', async () => {
  const page = await browser.newPage({ baseURL: demo.url })
  await page.goto('/')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)).toBe('solid')
  await page.close()
})

test('a saved view is on the page without a reload by hand', async () => {
  const page = await browser.newPage({ baseURL: demo.url })
  await page.goto('/')
  const view = join(demo.folder, 'app/views/home/index.eta')
  const before = readFileSync(view, 'utf8')
  writeFileSync(view, before.replace('up and running', 'changed and saved'))
  await page.getByText('changed and saved').waitFor()

  writeFileSync(view, before)
  await page.getByText('up and running').waitFor()
  await page.close()
})
