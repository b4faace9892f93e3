import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'

/** Screenshots are kept when somebody wants to look at them: `SCREENSHOTS=/some/folder`. */
const kept = process.env['SCREENSHOTS']

/** Finds on a page what no page may have, whatever is on it, and takes its picture. For one test file. */
export function createLookAt(): (page: Page, name: string) => Promise<void> {
  const screenshots = kept ?? mkdtempSync(join(tmpdir(), 'vanillin-screenshots-'))
  if (kept === undefined) afterAll(() => rmSync(screenshots, { recursive: true }))

  return async (page, name) => {
    await page.evaluate(() => document.fonts.ready)
    await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true })
    const found = await page.evaluate(() => ({
      overflow: document.documentElement.scrollWidth - window.innerWidth,
      headings: document.querySelectorAll('h1').length,
      unlabelled: [
        ...document.querySelectorAll<HTMLInputElement>('input:not([type=hidden]), textarea'),
      ].filter((field) => field.labels?.length === 0).length,
      small: [...document.querySelectorAll<HTMLElement>('button, .button, .nav a')].filter(
        (target) => target.checkVisibility() && target.getBoundingClientRect().height < 36,
      ).length,
      shallow: [...document.querySelectorAll('textarea')].filter(
        (field) => field.clientHeight < field.rows * Number.parseFloat(getComputedStyle(field).lineHeight),
      ).length,
      broken: [...document.images].filter((image) => image.naturalWidth === 0).length,
      speechless: [...document.images].filter((image) => !image.hasAttribute('alt')).length,
    }))
    expect(found, name).toEqual({
      overflow: 0,
      headings: 1,
      unlabelled: 0,
      small: 0,
      shallow: 0,
      broken: 0,
      speechless: 0,
    })
  }
}
