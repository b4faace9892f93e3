import { mkdtemp, readdir, rm } from 'node:fs/promises'
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
