import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'

const logger = new URL('../../dist/logging/logger.js', import.meta.url).href

/** A process that logs 1,000 lines and then does what it is told, with its standard output in a file. */
async function run(
  afterwards: string,
): Promise<{ code: number | null; lines: () => Promise<string[]>; kill: () => void }> {
  const folder = await mkdtemp(join(tmpdir(), 'vanillin-log-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'log')
  const fd = openSync(file, 'w')
  const script = `
    import { createLogger } from ${JSON.stringify(logger)}
    const log = createLogger('production')
    for (let i = 0; i < 1000; i++) log.info({ i }, 'A line with what is beyond ASCII: ✓')
    ${afterwards}`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', fd, 'ignore'],
  })
  closeSync(fd)
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = async (): Promise<string[]> => (await readFile(file, 'utf8')).trim().split('\n')
  const code = afterwards.includes('setInterval') ? null : ((await once(child, 'exit'))[0] as number | null)
  return { code, lines, kill: () => child.kill('SIGKILL') }
}

describe('no line is lost', () => {
  const ends: Readonly<Record<string, { afterwards: string; code: number | null }>> = {
    'when the process ends by itself': { afterwards: '', code: 0 },
    'by process.exit': { afterwards: 'process.exit(3)', code: 3 },
    'by an uncaught exception': { afterwards: `throw new Error('caught by nobody')`, code: 1 },
    'by a rejection that nobody awaited': { afterwards: `Promise.reject(new Error('floating'))`, code: 1 },
    'by log.flush before a signal that nobody handles': {
      afterwards: `log.flush(); process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 1e6)`,
      code: null,
    },
  }
  for (const [how, { afterwards, code }] of Object.entries(ends)) {
    test(how, async () => {
      const process = await run(afterwards)
      const lines = await process.lines()
      expect(lines.map((line) => (JSON.parse(line) as { i: number }).i)).toEqual(
        Array.from({ length: 1000 }, (_, i) => i),
      )
      expect(process.code).toBe(code)
    })
  }

  test('while the process runs and has nothing more to say', async () => {
    const process = await run('setInterval(() => {}, 1e6)')
    await expect.poll(async () => (await process.lines()).length, { timeout: 10_000 }).toBe(1000)
    process.kill()
  })
})

test('who reads the log may leave: the process goes on, and ends', async () => {
  const script = `
    import { createLogger } from ${JSON.stringify(logger)}
    const log = createLogger('production')
    let turns = 0
    const interval = setInterval(() => {
      log.info('A line that nobody reads')
      if (++turns === 30) clearInterval(interval)
    }, 10)
    process.on('exit', () => process.stderr.write('ended after ' + turns))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  child.stdout.destroy()
  let said = ''
  child.stderr.on('data', (chunk) => (said += String(chunk)))
  const [code] = (await once(child, 'close')) as [number | null]
  expect([code, said]).toEqual([0, 'ended after 30'])
})
