import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { freePort } from '../../packages/php/src/upstreams/free-port.ts'
import { coresHere } from './cores.ts'

type Child = ChildProcessByStdio<null, Readable, Readable>

const script = fileURLToPath(new URL('fixtures/served-app.js', import.meta.url))
const children: ChildProcess[] = []

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

async function start(core: string): Promise<{ child: Child; origin: string; output: () => string }> {
  const child = spawn(process.execPath, [script, core], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  children.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  await vi.waitFor(() => expect(output).toMatch(/listens on http:\/\/127\.0\.0\.1:\d+/), 30_000)
  return { child, origin: /http:\/\/127\.0\.0\.1:\d+/.exec(output)![0], output: () => output }
}

/** Its standard output takes nothing. */
async function startOnFullDisk(
  core: string,
): Promise<{ child: ChildProcess; origin: string; output: () => string }> {
  const port = await freePort()
  const disk = openSync('/dev/full', 'w')
  const child = spawn(process.execPath, [script, core, String(port)], {
    stdio: ['ignore', disk, 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  closeSync(disk)
  children.push(child)
  let output = ''
  child.stderr!.on('data', (chunk) => (output += String(chunk)))
  const origin = `http://127.0.0.1:${port}`
  await vi.waitFor(async () => expect((await fetch(`${origin}/up`)).status).toBe(200), 30_000)
  return { child, origin, output: () => output }
}

const exitCode = async (child: ChildProcess): Promise<unknown> =>
  (child.exitCode ?? (await once(child, 'exit'))[0]) as unknown

describe.each(coresHere())('a served process on the %s core', (core) => {
  test('says at boot which core runs and why, and stops on SIGTERM after the running request', async () => {
    const { child, origin, output } = await start(core)
    expect(output()).toContain(`core ${core} (as configured)`)
    const slow = fetch(`${origin}/slow`)
    await vi.waitFor(async () => expect(await (await fetch(`${origin}/waiting`)).text()).toBe('1'), 30_000)
    child.kill('SIGTERM')
    await vi.waitFor(() => expect(output()).toContain('Stopping on SIGTERM'), 30_000)
    expect(await (await slow).text()).toBe('finished')
    expect(await exitCode(child)).toBe(0)
    expect(output()).toContain('provider shut down')
  })

  test('a rejected promise that nobody awaited is logged, and the process goes on', async () => {
    const { origin, output } = await start(core)
    await fetch(`${origin}/floating`)
    await vi.waitFor(() => expect(output()).toContain('nobody awaited it'), 30_000)
    expect(output()).toContain('floating rejection')
    expect((await fetch(`${origin}/up`)).status).toBe(200)
  })

  test('an uncaught exception is logged and ends the process with 1', async () => {
    const { child, origin, output } = await start(core)
    await fetch(`${origin}/uncaught`).catch(() => {})
    expect(await exitCode(child)).toBe(1)
    expect(output()).toContain('caught by nobody')
  })

  test('an uncaught exception ends the process with 1 when the log is broken too', async () => {
    const { child, origin, output } = await start(core)
    await fetch(`${origin}/break-the-log`)
    await fetch(`${origin}/uncaught`).catch(() => {})
    expect(await exitCode(child)).toBe(1)
    expect(output()).toContain('out of nowhere')
  })

  test.runIf(process.platform === 'linux').each([
    ['SIGTERM', 0],
    ['an uncaught exception', 1],
  ])('goes on when the disk under its log is full, and ends by %s', async (how, code) => {
    const { child, origin, output } = await startOnFullDisk(core)
    for (let i = 0; i < 20; i++) expect((await fetch(`${origin}/floating`)).status).toBe(200)
    await vi.waitFor(
      () => expect(output()).toMatch(/^log: \d+ lines lost: no space left on device$/m),
      30_000,
    )
    if (how === 'SIGTERM') child.kill(how)
    else await fetch(`${origin}/uncaught`).catch(() => {})
    expect(await exitCode(child)).toBe(code)
  })

  test('a port in use is refused with the process that has it', async () => {
    const { child, origin } = await start(core)
    const second = spawn(process.execPath, [script, core, new URL(origin).port], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.push(second)
    let output = ''
    second.stderr.on('data', (chunk) => (output += String(chunk)))
    expect(await exitCode(second)).toBe(1)
    expect(output).toContain('E_PORT_IN_USE')
    if (process.platform === 'linux') expect(output).toContain(String(child.pid))
  })
})
