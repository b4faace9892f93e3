import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const folder = fileURLToPath(new URL('../../node_modules/uws-pack', import.meta.url))

// docs/security.md says where the binaries come from and what these sums were compared with
const pinned = new Map(
  readFileSync(new URL('uws-pack.sha256', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('  '))
    .map(([sum = '', file = '']) => [file, sum]),
)

test('every binary of uws-pack is the one that was looked at', () => {
  const files = readdirSync(join(folder, 'dist/bin')).map((name) => `dist/bin/${name}`)
  const sums = new Map(files.map((file) => [file, sha256(join(folder, file))]))
  expect(Object.fromEntries(sums)).toEqual(Object.fromEntries(pinned))
})

test('the binary for Node 20 on Linux is the one that design and documentation name', () => {
  expect(pinned.get('dist/bin/uws_linux_x64_115.node')).toBe(
    '6f8d96d761a64beddb060f1f7f0e617dd293ed127ec1d57507aa561a0083171e',
  )
})

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex')
}
