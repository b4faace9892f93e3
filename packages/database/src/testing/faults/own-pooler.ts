import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { serverUser } from './server-user.ts'

const programs = ['/usr/sbin/pgbouncer', '/usr/bin/pgbouncer', '/usr/local/bin/pgbouncer']

/** PgBouncer's program; null where there is none. */
export function poolerProgram(): string | null {
  return programs.find((program) => existsSync(program)) ?? null
}

/** A PgBouncer in transaction mode in front of a server, with fewer connections to it than its clients have. */
export class OwnPooler {
  readonly #target: URL
  readonly #folder: string
  readonly #port: number
  readonly #process: ChildProcess

  private constructor(target: URL, folder: string, port: number, pooler: ChildProcess) {
    this.#target = target
    this.#folder = folder
    this.#port = port
    this.#process = pooler
  }

  static async start(program: string, serverUrl: string, serverConnections: number): Promise<OwnPooler> {
    const target = new URL(serverUrl)
    const folder = await mkdtemp(join(tmpdir(), 'vanillin-pooler-'))
    // Of the same package source as PostgreSQL, and as unwilling to run as root.
    const owner = serverUser('postgres')
    if (owner.uid !== undefined && owner.gid !== undefined) await chown(folder, owner.uid, owner.gid)
    const port = await freePort()
    const place = [
      `host=${target.hostname}`,
      `port=${target.port || 5432}`,
      `user=${decodeURIComponent(target.username)}`,
      ...(target.password ? [`password=${decodeURIComponent(target.password)}`] : []),
    ]
    const settings = [
      '[databases]',
      `* = ${place.join(' ')}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = any',
      'pool_mode = transaction',
      `default_pool_size = ${serverConnections}`,
      'max_client_conn = 200',
    ]
    await writeFile(join(folder, 'pgbouncer.ini'), `${settings.join('\n')}\n`)
    const pooler = spawn(program, ['-q', join(folder, 'pgbouncer.ini')], {
      cwd: folder,
      stdio: 'ignore',
      ...owner,
    })
    while (!(await answers(port))) if (pooler.exitCode !== null) throw new Error('PgBouncer did not start')
    return new OwnPooler(target, folder, port, pooler)
  }

  get url(): string {
    const url = new URL(this.#target)
    url.hostname = '127.0.0.1'
    url.port = String(this.#port)
    return url.href
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve))
    this.#process.kill('SIGTERM')
    await ended
    await rm(this.#folder, { recursive: true })
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
