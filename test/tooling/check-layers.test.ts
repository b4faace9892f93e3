import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { findViolations } from '../../scripts/layers/find-violations.js'

const script = fileURLToPath(new URL('../../scripts/check-layers.js', import.meta.url))
const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A repository of `http`, `core` and `database` that keeps all rules, with the given files written over it. */
function repository(files: Record<string, string | object>): string {
  const folder = mkdtempSync(join(tmpdir(), 'vanillin-layers-'))
  folders.push(folder)
  const all: Record<string, string | object> = {
    'package.json': { workspaces: ['packages/http', 'packages/core', 'packages/database'] },
    'packages/http/package.json': { name: '@vanillin/http', exports: { '.': './dist/index.js' } },
    'packages/http/src/index.ts': 'export const port = 1',
    'packages/core/package.json': {
      name: '@vanillin/core',
      exports: { '.': './dist/index.js', './testing': './dist/testing/index.js' },
      dependencies: { '@vanillin/http': '0.1.0', pino: '1.0.0' },
    },
    'packages/core/src/index.ts': "import { port } from '@vanillin/http'\nimport pino from 'pino'",
    'packages/database/package.json': {
      name: '@vanillin/database',
      exports: { '.': './dist/index.js' },
      peerDependencies: { '@vanillin/core': '0.1.0' },
    },
    'packages/database/src/vanillin/provider.ts': "import type { Provider } from '@vanillin/core'",
    ...files,
  }
  for (const [name, content] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folder
}

function check(folder: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, folder], (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr })
    })
  })
}

test('a repository that keeps the rules passes, one that does not fails', async () => {
  expect(await check(repository({}))).toEqual({
    code: 0,
    output: 'layers: every import goes the right way\n',
  })
  const broken = repository({ 'packages/http/src/index.ts': "import '@vanillin/core'" })
  expect(await check(broken)).toMatchObject({ code: 1, output: expect.stringContaining('must not import') })
})

interface Case {
  name: string
  files: Record<string, string | object>
  message: string
}

test.each<Case>([
  {
    name: 'an import against the direction',
    files: { 'packages/http/src/index.ts': "\nimport { Application } from '@vanillin/core'" },
    message: 'packages/http/src/index.ts:2 must not import @vanillin/core from here',
  },
  {
    name: 'an import of types alone against the direction',
    files: { 'packages/core/src/index.ts': "export type { Database } from '@vanillin/database'" },
    message: 'packages/core/src/index.ts:1 must not import @vanillin/database from here',
  },
  {
    name: 'an import() type against the direction',
    files: { 'packages/core/src/index.ts': "export type Rows = import('@vanillin/database').Rows" },
    message: 'packages/core/src/index.ts:1 must not import @vanillin/database from here',
  },
  {
    name: 'a dynamic import against the direction',
    files: { 'packages/http/src/index.ts': "await import('@vanillin/core')" },
    message: 'packages/http/src/index.ts:1 must not import @vanillin/core from here',
  },
  {
    name: 'core in the database outside src/vanillin',
    files: { 'packages/database/src/model/model.ts': "import { Controller } from '@vanillin/core'" },
    message: 'packages/database/src/model/model.ts:1 must not import @vanillin/core from here',
  },
  {
    name: 'a dependency against the direction',
    files: {
      'packages/http/package.json': { name: '@vanillin/http', dependencies: { '@vanillin/core': '0.1.0' } },
    },
    message: 'packages/http/package.json @vanillin/http must not depend on @vanillin/core',
  },
  {
    name: 'a path into another package',
    files: { 'packages/core/src/index.ts': "import { port } from '../../http/src/index.ts'" },
    message: 'packages/core/src/index.ts:1 reaches out of its package with ../../http/src/index.ts',
  },
  {
    name: 'a subpath that the other package does not export',
    files: { 'packages/core/src/index.ts': "import { port } from '@vanillin/http/src/port.ts'" },
    message: 'reaches into @vanillin/http with @vanillin/http/src/port.ts, which it does not export',
  },
  {
    name: 'a package that package.json does not list',
    files: { 'packages/core/src/index.ts': "import { Kysely } from 'kysely'" },
    message: 'packages/core/src/index.ts:1 imports kysely, which its package.json does not list',
  },
  {
    name: 'folders that need each other at run time',
    files: {
      'packages/core/src/routing/router.ts': "import { view } from '../view/view.ts'",
      'packages/core/src/view/view.ts': "import { Router } from '../routing/router.ts'",
    },
    message: 'packages/core/src folders import each other in a circle: routing -> view -> routing',
  },
])('$name is refused', async ({ files, message }) => {
  expect((await findViolations(repository(files))).join('\n')).toContain(message)
})

test('a test may import what it likes by name, and types may go in circles between folders', async () => {
  const folder = repository({
    'packages/http/src/index.test.ts': "import { Application } from '@vanillin/core'",
    'packages/core/src/routing/router.ts': "import type { View } from '../view/view.ts'",
    'packages/core/src/view/view.ts': "import { Router } from '../routing/router.ts'",
  })
  expect(await findViolations(folder)).toEqual([])
})
