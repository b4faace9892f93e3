import { spawn, type ChildProcess } from 'node:child_process'
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
    await expect.poll(async () => (await process.lines()).length).toBe(1000)
    process.kill()
  })
})

/** A process that logs, with its standard output where `stdout` says, and what it said on standard error. */
function start(script: string, stdout: number | 'pipe'): { child: ChildProcess; said: () => string } {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { createLogger } from ${JSON.stringify(logger)}
      const log = createLogger('production')
      ${script}`,
    ],
    { stdio: ['pipe', stdout, 'pipe'] },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  child.stderr!.on('data', (chunk) => (said += String(chunk)))
  return { child, said: () => said }
}

test('who reads the log may leave: the process goes on, and ends', async () => {
  const script = `
    let turns = 0
    const interval = setInterval(() => {
      log.info('A line that nobody reads')
      log.flush()
      if (++turns === 30) clearInterval(interval)
    }, 10)
    process.on('exit', () => process.stderr.write('ended after ' + turns))`
  const { child, said } = start(script, 'pipe')
  child.stdout!.destroy()
  const [code] = (await once(child, 'close')) as [number | null]
  expect(code).toBe(0)
  expect(said()).toContain('ended after 30')
  expect(said()).toMatch(/^log: \d+ lines lost: nobody reads them any more$/m)
})

test.runIf(process.platform === 'linux')(
  'a full disk costs lines, which are counted, and nothing else',
  async () => {
    const script = `
    let turns = 0
    const interval = setInterval(() => {
      for (let i = 0; i < 100; i++) log.info('A line that finds no space')
      log.flush()
      if (++turns === 30) clearInterval(interval)
    }, 5)
    process.on('exit', () => console.error('ended after ' + turns))`
    const disk = openSync('/dev/full', 'w')
    const { child, said } = start(script, disk)
    closeSync(disk)
    const [code] = (await once(child, 'close')) as [number | null]
    expect(code).toBe(0)
    expect(said()).toContain('ended after 30')
    const reports = [...said().matchAll(/^log: (\d+) lines lost: no space left on device$/gm)]
    expect(reports.length).toBeLessThanOrEqual(2)
    expect(reports.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(3_000)
  },
)

describe.runIf(process.platform !== 'win32')('a reader that has stopped reading', () => {
  /** More than what is kept for it, then a line for each that comes in. */
  const script = `
    const text = 'x'.repeat(1000)
    for (let i = 0; i < 20_000; i++) log.info({ i }, text)
    process.stdin.on('data', () => log.info('one more'))
    process.on('SIGTERM', () => process.exit(0))
    console.error('running')`

  test('does not hold the process, which ends when it is told to', async () => {
    const { child, said } = start(script, 'pipe')
    await expect.poll(said).toContain('running')
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    child.stderr!.destroy()
    expect(said()).toMatch(/^log: \d+ lines lost: whoever reads them has fallen behind$/m)
  })

  test('is told what it missed when it reads again, at the place of the gap', async () => {
    const { child, said } = start(script, 'pipe')
    await expect.poll(said).toContain('running')
    let text = ''
    child.stdout!.on('data', (chunk) => (text += String(chunk)))
    child.stdin!.write('.')
    await expect.poll(() => text.includes('one more')).toBe(true)
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { i?: number; msg: string })
    const gap = lines.findIndex(({ i }) => i === undefined)
    const before = lines.slice(0, gap).map(({ i }) => i)
    // What was not yet on its way as the reader came back.
    const behind = lines.slice(gap + 1, -1).map(({ i }) => i)
    expect(before).toEqual(before.map((_, index) => index))
    expect(behind).toEqual(behind.map((_, index) => 20_000 - behind.length + index))
    expect([lines.at(gap)!.msg, lines.at(-1)!.msg]).toEqual([
      `${20_000 - before.length - behind.length} lines of this log were lost: whoever reads them has fallen behind`,
      'one more',
    ])
  })
})
