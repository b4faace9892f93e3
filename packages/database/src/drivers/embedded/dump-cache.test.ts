import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { DumpCache } from './dump-cache.ts'

test('a dump that is written many times at once is whole, and leaves no drafts', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vanillin-dumps-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const cache = new DumpCache(folder)
  await Promise.all(Array.from({ length: 10 }, () => cache.write('same', new Blob(['a dump']))))
  expect(await readdir(folder)).toEqual(['same.tar.gz'])
  expect(await (await cache.read('same'))?.text()).toBe('a dump')
})

test('of many dumps those are kept that were used last', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vanillin-dumps-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const cache = new DumpCache(folder)
  await cache.write('empty', new Blob(['used by each']))
  for (const [minute, name] of ['a', 'b', 'c', 'd', 'e', 'f', 'g'].entries()) {
    await cache.write(name, new Blob([name]))
    const writtenAt = new Date(Date.UTC(2026, 0, 1, 0, minute))
    await utimes(join(folder, `${name}.tar.gz`), writtenAt, writtenAt)
  }
  const before = new Date(Date.UTC(2025, 0, 1))
  await utimes(join(folder, 'empty.tar.gz'), before, before)
  expect(await cache.read('empty')).toBeDefined()
  await cache.write('h', new Blob(['h']))
  expect(await readdir(folder)).toEqual(
    ['b', 'c', 'd', 'e', 'empty', 'f', 'g', 'h'].map((name) => `${name}.tar.gz`),
  )
})
