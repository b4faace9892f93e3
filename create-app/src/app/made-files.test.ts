import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MadeFiles } from './made-files.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'create-vanillin-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a new folder goes, with the folders on the way to it', () => {
  const app = join(folder, 'a/b/shop')
  const made = new MadeFiles(app)
  mkdirSync(app, { recursive: true })
  writeFileSync(join(app, 'package.json'), '{}')

  made.remove()
  expect(readdirSync(folder)).toEqual([])
})

test('of a folder that was there, only what came goes', () => {
  mkdirSync(join(folder, '.git'))
  const made = new MadeFiles(folder)
  mkdirSync(join(folder, 'app'))

  made.remove()
  expect(readdirSync(folder)).toEqual(['.git'])
})

test('nothing was made: nothing happens', () => {
  const app = join(folder, 'shop')
  new MadeFiles(app).remove()
  expect(existsSync(folder)).toBe(true)
})
