import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { precompress } from './precompress.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vanillin-precompress-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** @param seconds of the compressed form; its file is of 1000.0006 */
function write(seconds: number): string {
  writeFileSync(join(folder, 'a.css'), 'h1 { color: red }\n'.repeat(100))
  writeFileSync(join(folder, 'a.css.gz'), 'by hand')
  utimesSync(join(folder, 'a.css'), 1000, 1000.0006)
  utimesSync(join(folder, 'a.css.gz'), 1000, seconds)
  return join(folder, 'a.css.gz')
}

test.each([1000.0006, 1000.0007, 1001])(
  'a form of %d is left, of the same millisecond too',
  async (seconds) => {
    const form = write(seconds)
    await precompress(folder)
    expect(readFileSync(form, 'utf8')).toBe('by hand')
  },
)

test('an older one is made anew, and once', async () => {
  const form = write(999)
  await precompress(folder)
  const made = readFileSync(form)
  expect(made.toString()).not.toBe('by hand')
  writeFileSync(form, 'seen')
  utimesSync(form, 1000, 1000.0006)
  await precompress(folder)
  expect(readFileSync(form, 'utf8')).toBe('seen')
})
