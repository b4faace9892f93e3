import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { createTemporaryFolder } from '../testing/temporary-app.fixture.ts'
import { findFiles } from './glob-pattern.ts'

test.each([
  ['./app/**/*.ts', ['./app/a.ts', './app/b/c.ts', './app/b/d/e.ts']],
  ['./app/*.ts', ['./app/a.ts']],
  ['./app/b/*.{ts,js}', ['./app/b/c.ts', './app/b/f.js']],
  ['./app/a.ts', ['./app/a.ts']],
  ['./none/**/*.ts', []],
])('%s', (pattern, found) => {
  const folder = createTemporaryFolder()
  for (const file of ['app/a.ts', 'app/a.tsx', 'app/b/c.ts', 'app/b/d/e.ts', 'app/b/f.js']) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), '')
  }
  expect(findFiles(pattern, folder)).toEqual(found)
})
