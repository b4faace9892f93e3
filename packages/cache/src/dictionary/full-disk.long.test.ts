import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { endOf, startProcess } from './shared-process.fixture.ts'

const mayMount = process.platform === 'linux' && process.getuid?.() === 0

/** A file system of its own, in memory. */
function mountSmall(megabytes: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'vanillin-full-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder])
  onTestFinished(() => {
    execFileSync('umount', [folder])
    rmSync(folder, { recursive: true })
  })
  return folder
}

test.skipIf(!mayMount)(
  'a disk that fills up later does no harm to what is there (skipped unless root)',
  async () => {
    const disk = mountSmall(8)
    const folder = join(disk, 'shared')
    mkdirSync(folder, { mode: 0o700 })
    // Fills its room, then the disk, then writes on: values, a list, counters; each time the process must live to say so.
    const child = startProcess(
      folder,
      `
    import { writeFileSync } from 'node:fs'
    for (let i = 0; i < 2_000; i += 1) dictionary.set('before ' + i, 'x'.repeat(300))
    try { writeFileSync(${JSON.stringify(join(disk, 'other'))}, Buffer.alloc(20_000_000)) } catch (error) { say(error.code) }
    let stored = 0
    for (let i = 0; i < 5_000; i += 1) {
      if (dictionary.set('after ' + i, 'y'.repeat(i % 2_000)).stored) stored += 1
      dictionary.increment('count')
      dictionary.pushBack('list', i)
      if (i % 2) dictionary.popFront('list')
    }
    say(JSON.stringify({ stored, count: dictionary.get('count') }))
    await dictionary.close()
    say('closed')`,
      500_000,
    )
    const { output, exitCode } = await endOf(child)
    const lines = output.trim().split('\n')
    expect(lines[0]).toBe('ENOSPC')
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ count: expect.any(Number) })
    expect(lines[2]).toBe('closed')
    expect(exitCode).toBe(0)
  },
)

test.skipIf(!mayMount)('one that is too small is told at the start (skipped unless root)', async () => {
  const disk = mountSmall(2)
  writeFileSync(join(disk, 'other'), Buffer.alloc(1_000_000))
  const child = startProcess(join(disk, 'shared'), `say('open')`)
  expect(await endOf(child)).toEqual({ output: '', exitCode: 1 })
})
