import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Whether this machine has a Redis to start. */
export const hasRedisServer: boolean = spawnSync('redis-server', ['--version']).status === 0

/** A Redis of a test's own, which can be killed and started again. */
export interface RedisProcess {
  readonly port: number
  start(): Promise<void>
  kill(): Promise<void>
  /** Ends it and removes its folder. */
  remove(): Promise<void>
}

/**
 * @param settings as on its command line: `['--cluster-enabled', 'yes']`
 * @param sentinel the file of settings, for a Sentinel
 */
export async function createRedisProcess(
  settings: readonly string[] = [],
  { sentinel, isTls = false }: { readonly sentinel?: string; readonly isTls?: boolean } = {},
): Promise<RedisProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'vanillin-redis-'))
  const port = await freePort()
  let child: ChildProcess | undefined
  const kill = async (): Promise<void> => {
    if (child === undefined) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    child = undefined
    await ended
  }
  return {
    port,
    kill,
    async start() {
      const ports = isTls ? ['--port', '0', '--tls-port', String(port)] : ['--port', String(port)]
      const usual = [...ports, '--bind', '127.0.0.1', '--dir', folder]
      let all = [...usual, '--save', '', ...settings]
      if (sentinel !== undefined) {
        // It writes down in its file what it finds out.
        const file = join(folder, 'sentinel.conf')
        writeFileSync(file, sentinel)
        all = [file, '--sentinel', ...usual]
      }
      child = spawn('redis-server', all, { stdio: ['ignore', 'pipe', 'inherit'] })
      const { stdout } = child
      await new Promise<void>((resolve) => {
        let output = ''
        stdout!.on('data', (chunk: Buffer) => {
          output += chunk.toString()
          if (/Ready to accept connections|Sentinel ID is/.test(output)) resolve()
        })
      })
    },
    async remove() {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The bus of a cluster listens 10,000 above. */
async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening') // oxlint-disable-line no-await-in-loop -- until one fits
    const { port } = server.address() as AddressInfo
    server.close()
    if (port < 55_000) return port
  }
}
