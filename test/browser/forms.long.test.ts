import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { stopChildren } from '../../scripts/demo/child.js'
import { coresHere } from '../application/cores.ts'
import { CreatedApp } from '../application/created-app.ts'
import type { Release, Served } from '../application/release.ts'
import { launchChromium } from './launch-chromium.ts'
import { createLookAt } from './look-at.ts'
import { createPicture, type Picture } from './picture.ts'

const lookAt = createLookAt()

let app: CreatedApp
let release: Release
let browser: Browser
let png: Picture
let jpeg: Picture
beforeAll(async () => {
  app = await CreatedApp.create([])
  release = await app.release()
  await release.run('migrate')
  browser = await launchChromium()
  png = await createPicture(browser, 'png')
  jpeg = await createPicture(browser, 'jpeg')
})
afterAll(async () => {
  await browser?.close()
  await stopChildren()
  app?.remove()
})

describe.each(coresHere())('the guestbook as a release on the %s core', (core) => {
  let served: Served
  beforeAll(async () => {
    served = await release.with({ HTTP_CORE: core }).start()
  })
  afterAll(() => served.process.stop())

  describe.each([
    { name: 'with JavaScript on a desktop', javaScriptEnabled: true, viewport: { width: 1280, height: 900 } },
    {
      name: 'without JavaScript on a phone',
      javaScriptEnabled: false,
      viewport: { width: 390, height: 844 },
    },
  ])('$name', ({ javaScriptEnabled, viewport }) => {
    const shot = (name: string): string => `${javaScriptEnabled ? 'desktop' : 'phone'}-${core}-${name}`
    let context: BrowserContext
    let page: Page
    let problems: string[]
    beforeEach(async () => {
      context = await browser.newContext({ javaScriptEnabled, viewport, baseURL: served.url })
      // A console shows these too, but not all as errors.
      await context.addInitScript(() =>
        addEventListener('securitypolicyviolation', (event) =>
          console.error('refused', event.effectiveDirective),
        ),
      )
      page = await context.newPage()
      problems = []
      page.on('pageerror', (error) => problems.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(message.text())
      })
    })
    afterEach(async () => {
      await context.close()
      expect(problems).toEqual([])
    })

    const heading = (): Promise<string | null> => page.getByRole('heading', { level: 1 }).textContent()
    const status = () => page.getByRole('status')
    const picture = () => page.getByRole('img', { name: /^Picture by/ })

    async function write(title: string, file?: Picture): Promise<void> {
      await page.goto('/posts/create')
      await page.getByLabel('Title').fill(title)
      await page.getByLabel('Your name').fill('Grace')
      await page.getByLabel('Text').fill('Some words, written by nobody in particular.')
      if (file !== undefined) await page.getByLabel('Picture').setInputFiles(file)
      await page.getByRole('button', { name: 'Publish' }).click()
    }

    test('a post with a picture is published, and says so once', async () => {
      await write('With a <i>picture</i>', png)
      expect(await heading()).toBe('With a <i>picture</i>')
      expect(await status().textContent()).toBe('Your post is published.')
      expect(await picture().evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1200)
      await lookAt(page, shot('published'))
      await page.reload()
      expect(await status().count()).toBe(0)
    })

    test('a refused form comes back with its messages and what was typed; loaded again it is empty', async () => {
      await page.goto('/posts/create')
      await page.getByLabel('Your name').fill('G')
      await page.getByLabel('Text').fill('Words "in quotes" & <b>tags</b>.')
      await page.getByRole('button', { name: 'Publish' }).click()
      expect(new URL(page.url()).pathname).toBe('/posts/create')
      await lookAt(page, shot('refused'))
      expect(await page.getByRole('alert').textContent()).toContain('2 fields need another look')
      expect(await page.getByLabel('Title').getAttribute('aria-invalid')).toBe('true')
      expect(await page.locator('#author-error').textContent()).toBe('Say who you are: 2 letters or more.')
      expect(await page.getByLabel('Your name').inputValue()).toBe('G')
      expect(await page.getByLabel('Text').inputValue()).toBe('Words "in quotes" & <b>tags</b>.')

      await page.reload()
      expect(await page.getByRole('alert').count()).toBe(0)
      expect(await page.getByLabel('Your name').inputValue()).toBe('')
    })

    test('what only calls itself a picture is refused, and the text is kept', async () => {
      const html = Buffer.from('<!doctype html><script>alert(1)</script>')
      await write('No picture', { name: 'photo.png', mimeType: 'image/png', buffer: html })
      await lookAt(page, shot('refused-picture'))
      expect(await page.locator('#image-error').textContent()).toContain('This is no picture')
      expect(await page.getByLabel('Title').inputValue()).toBe('No picture')
    })

    test('one that is too large is refused by name', async () => {
      const large = Buffer.concat([png.buffer, Buffer.alloc(4 * 2 ** 20)])
      await write('Too large', { ...png, buffer: large })
      expect(await page.locator('#image-error').textContent()).toBe('The picture is larger than 4 MB.')
    })

    test('an edit begins with what is there, survives a refusal, and replaces and removes the picture', async () => {
      await write('Before', png)
      const sizeOf = (): Promise<string | null> => picture().getAttribute('src')
      const address = await sizeOf()
      await page.getByRole('link', { name: 'Edit' }).click()
      expect(await page.getByLabel('Title').inputValue()).toBe('Before')
      await lookAt(page, shot('edit'))
      await page.getByLabel('Title').fill('')
      await page.getByRole('button', { name: 'Save changes' }).click()
      expect(await heading()).toBe('Edit post')
      expect(await page.locator('#title-error').textContent()).toBe('The title is missing.')
      expect(await page.getByLabel('Text').inputValue()).toContain('nobody in particular')

      await page.getByLabel('Title').fill('After')
      await page.getByLabel('Picture', { exact: true }).setInputFiles(jpeg)
      await page.getByRole('button', { name: 'Save changes' }).click()
      expect([await heading(), await status().textContent()]).toEqual(['After', 'Your changes are saved.'])
      const image = await context.request.get(address ?? '')
      expect([image.headers()['content-type'], await image.body()]).toEqual(['image/jpeg', jpeg.buffer])

      await page.getByRole('link', { name: 'Edit' }).click()
      await page.getByLabel('Remove it').check()
      await page.getByRole('button', { name: 'Save changes' }).click()
      expect(await picture().count()).toBe(0)
      expect((await context.request.get(address ?? '')).status()).toBe(404)
    })

    test('a comment is refused and added where it was written', async () => {
      await write('To be commented')
      await page.getByLabel('Your name').fill('Mo')
      await page.getByRole('button', { name: 'Add comment' }).click()
      expect(await page.getByRole('alert').textContent()).toContain('The comment is missing.')
      expect(await page.getByLabel('Your name').inputValue()).toBe('Mo')
      await lookAt(page, shot('refused-comment'))
      expect(await page.getByRole('alert').evaluate(isInView)).toBe(true)

      await page.getByLabel('Comment', { exact: true }).fill('Seen it.')
      await page.getByRole('button', { name: 'Add comment' }).click()
      expect(await page.getByRole('heading', { name: '1 comment' }).count()).toBe(1)
      expect(await page.getByText('Seen it.').evaluate(isInView)).toBe(true)

      await page.locator('li').getByText('Delete', { exact: true }).click()
      await page.locator('li').getByRole('button', { name: 'Yes, delete' }).click()
      expect(await status().textContent()).toBe('The comment is deleted.')
      expect(await page.getByText('Seen it.').count()).toBe(0)
    })

    test('a post is deleted after a question, with its picture', async () => {
      await write('To be deleted', png)
      const post = page.url()
      const address = (await picture().getAttribute('src')) ?? ''
      expect(await page.getByRole('button', { name: 'Yes, delete' }).isVisible()).toBe(false)
      await page.getByText('Delete this post').click()
      await lookAt(page, shot('delete'))
      await page.getByRole('button', { name: 'Yes, delete' }).click()
      expect(await status().textContent()).toBe('The post is deleted.')
      await lookAt(page, shot('deleted'))
      expect(await page.getByRole('link', { name: 'To be deleted' }).count()).toBe(0)
      expect((await context.request.get(post)).status()).toBe(404)
      expect((await context.request.get(address)).status()).toBe(404)
    })

    if (javaScriptEnabled)
      test('a double click publishes once, and behind the way back the button is awake', async () => {
        const title = `Clicked twice on ${core}`
        await page.goto('/posts/create')
        await page.getByLabel('Title').fill(title)
        await page.getByLabel('Your name').fill('Grace')
        await page.getByLabel('Text').fill('Some words, written by nobody in particular.')
        await page.getByRole('button', { name: 'Publish' }).dblclick()
        await page.getByRole('heading', { name: title }).waitFor()
        await page.goto('/posts')
        expect(await page.getByRole('link', { name: title }).count()).toBe(1)
        await page.goBack()
        await page.goBack()
        await page.getByLabel('Title').fill('')
        await page.getByRole('button', { name: 'Publish' }).click()
        await page.getByRole('alert').waitFor()
      })

    test('a page that asks for what is not there is a page of the app', async () => {
      await page.goto('/posts/0')
      await lookAt(page, shot('lost'))
      expect(await heading()).toBe('There is nothing at this address')
      expect(await status().count()).toBe(0)
      problems = problems.filter((text) => !text.includes('status of 404'))
    })

    test('a form that does not say where it comes from is told what is wrong on a page of its own', async () => {
      await page.goto('/posts/create')
      await page.getByLabel('Title').fill('Without a trace')
      await page.evaluate(() => {
        document.head.insertAdjacentHTML('beforeend', '<meta name="referrer" content="no-referrer">')
      })
      await page.getByRole('button', { name: 'Publish' }).click()
      await lookAt(page, shot('no-way-back'))
      expect(await heading()).toBe('Not saved yet')
      expect(await page.getByRole('main').textContent()).toContain('The name is missing.')
      await page.goBack()
      expect(await page.getByLabel('Title').inputValue()).toBe('Without a trace')
      problems = problems.filter((text) => !text.includes('status of 422'))
    })

    test('a form whose token is wrong is refused on a page that says what to do', async () => {
      await page.goto('/posts/create')
      await page.locator('[name=_token]').evaluate((field: HTMLInputElement) => (field.value = 'guessed'))
      await page.getByRole('button', { name: 'Publish' }).click()
      await lookAt(page, shot('wrong-token'))
      expect(await heading()).toBe('This was refused')
      expect(await page.getByRole('main').textContent()).toContain('Go back, load it anew')
      problems = problems.filter((text) => !text.includes('status of 403'))
    })
  })
})

function isInView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  return top >= 0 && bottom <= innerHeight
}
