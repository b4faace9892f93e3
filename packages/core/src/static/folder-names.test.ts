import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { FolderNames } from './folder-names.ts'

function folder() {
  const path = mkdtempSync(join(tmpdir(), 'vanillin-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

test('a path is known to lead nowhere by its first name', async () => {
  const path = folder()
  writeFileSync(join(path, 'a.txt'), '')
  mkdirSync(join(path, 'assets'))
  const names = new FolderNames(path, 1_000)
  expect(names.lacks('/b.txt', 0)).toBe(false)
  await vi.waitFor(() => expect(names.lacks('/b.txt', 1)).toBe(true), 30_000)
  expect(['/b.txt', '/', '/b/a.txt', '/A.txt'].map((name) => names.lacks(name, 1))).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect(['/a.txt', '/assets', '/assets/x.js', '/%61.txt'].map((name) => names.lacks(name, 1))).toEqual([
    false,
    false,
    false,
    false,
  ])
})

test('a new name is seen once what is known is too old', async () => {
  const path = folder()
  const names = new FolderNames(path, 1_000)
  names.lacks('/new', 0)
  await vi.waitFor(() => expect(names.lacks('/new', 1)).toBe(true), 30_000)
  writeFileSync(join(path, 'new'), '')
  expect(names.lacks('/new', 1_000)).toBe(true)
  expect(names.lacks('/new', 1_001)).toBe(false)
  await vi.waitFor(() => expect(names.lacks('/other', 1_002)).toBe(true), 30_000)
  expect(names.lacks('/new', 1_002)).toBe(false)
})

test('a folder that is not there holds nothing', async () => {
  const names = new FolderNames(join(folder(), 'public'), 1_000)
  names.lacks('/a', 0)
  await vi.waitFor(() => expect(names.lacks('/a', 1)).toBe(true), 30_000)
})
