import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sharedFolder } from 'vanillin/cache'
import { afterAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const command = fileURLToPath(new URL('../../../node_modules/vanillin/bin/vanillin.js', import.meta.url))
const processes: ChildProcess[] = []

function start(file: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const { NODE_ENV: _, VITEST: __, VANILLIN_ROOT: ___, ...rest } = process.env
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  return spawn(process.execPath, [file, ...args], { cwd: root, env: { ...rest, ...env }, stdio: [...stdio] })
}

async function prints(child: ChildProcess, text: string): Promise<void> {
  let output = ''
  child.stdout!.on('data', (data: Buffer) => (output += data.toString()))
  await expect.poll(() => output).toContain(text)
}

afterAll(async () => {
  for (const child of processes) {
    child.kill()
    if (child.exitCode === null) await once(child, 'exit') // oxlint-disable-line no-await-in-loop -- one after the other
  }
  rmSync(sharedFolder(join(root, 'dist')), { recursive: true, force: true })
})

/** Builds the app and starts two processes of it on one port. Answers where. */
async function startBoth(): Promise<string> {
  const build = start(command, ['build', '--no-check'])
  build.stdout!.resume()
  expect(await once(build, 'exit')).toEqual([0, null])
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  const env = { PORT: String(port), REUSE_PORT: 'true', REDIS_URL: '', APP_NAME: `Counter ${process.pid}` }
  for (let i = 0; i < 2; i += 1) {
    const server = start('dist/server.js', ['start'], env)
    processes.push(server)
    await prints(server, 'listens on') // oxlint-disable-line no-await-in-loop -- one after the other
  }
  return `http://127.0.0.1:${port}`
}

test(
  'two processes on one port count each view once, and share the leaderboard',
  { timeout: 120_000 },
  async () => {
    const address = await startBoth()
    const load = (path: string, init: RequestInit = {}) =>
      fetch(address + path, { redirect: 'manual', headers: { connection: 'close' }, ...init })
    await load('/reset', { method: 'POST' })
    const seen: { by: string; views: number }[] = []
    const view = async () => {
      const page = await (await load('/pages/plums')).text()
      const [, views = '', by = ''] = /Seen (\d+) time[^]*process (\d+)/.exec(page) ?? []
      seen.push({ by, views: Number(views) })
    }
    await expect
      .poll(async () => (await view(), new Set(seen.map(({ by }) => by)).size), { interval: 1 })
      .toBe(2)
    await Promise.all(Array.from({ length: 200 }, view))
    expect(seen.map(({ views }) => views).toSorted((a, b) => a - b)).toEqual(seen.map((_view, i) => i + 1))
    const states = await Promise.all(
      Array.from({ length: 20 }, async () => (await load('/')).headers.get('x-cache')),
    )
    expect(states.filter((state) => state === 'MISS').length).toBeLessThanOrEqual(2)
  },
)
