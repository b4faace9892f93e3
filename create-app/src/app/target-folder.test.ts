import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { targetFolder } from './target-folder.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'create-vanillin-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a folder that is not there, is empty, or has but a fresh repository, will do', () => {
  expect(targetFolder(join(folder, 'new'))).toBe(join(folder, 'new'))
  expect(targetFolder(folder)).toBe(folder)
  mkdirSync(join(folder, '.git'))
  expect(targetFolder(folder)).toBe(folder)
})

test('a folder with something in it is refused, with what is in it', () => {
  for (const name of ['index.php', 'composer.json']) writeFileSync(join(folder, name), '')
  expect(() => targetFolder(folder)).toThrow('is not empty: composer.json, index.php. Nothing was touched')
})

test('of many files the first are named', () => {
  for (let number = 10; number < 30; number++) writeFileSync(join(folder, `file-${number}`), '')
  expect(() => targetFolder(folder)).toThrow('file-16, file-17 and 12 more.')
})

test('a file is no folder', () => {
  writeFileSync(join(folder, 'shop'), '')
  expect(() => targetFolder(join(folder, 'shop'))).toThrow('is not a folder')
})
