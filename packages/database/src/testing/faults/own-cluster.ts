import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { freePort } from './free-port.ts'
import { serverUser } from './server-user.ts'

/** Debian keeps the programs out of the PATH, in a folder a version. */
const base = '/usr/lib/postgresql'

/** The folder of PostgreSQL's programs, of the newest version; null where there is none. */
export function postgresPrograms(): string | null {
  const versions = existsSync(base) ? readdirSync(base).toSorted((a, b) => Number(b) - Number(a)) : []
  return (
    versions.map((version) => join(base, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb'))) ??
    null
  )
}

/** A PostgreSQL cluster for one file of tests, to be killed and started at will. */
export class OwnCluster {
  readonly #bin: string
  readonly #folder: string
  readonly #port: number
  readonly #owner: { uid?: number; gid?: number }
  #server: ChildProcess | null = null

  private constructor(bin: string, folder: string, port: number, owner: { uid?: number; gid?: number }) {
    this.#bin = bin
    this.#folder = folder
    this.#port = port
    this.#owner = owner
  }

  static async create(bin: string): Promise<OwnCluster> {
    const folder = await mkdtemp(join(tmpdir(), 'vanillin-cluster-'))
    // PostgreSQL refuses to run as root.
    const owner = serverUser('postgres')
    if (owner.uid !== undefined && owner.gid !== undefined) await chown(folder, owner.uid, owner.gid)
    const cluster = new OwnCluster(bin, folder, await freePort(), owner)
    const options = ['-U', 'ada', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']
    execFileSync(join(bin, 'initdb'), ['-D', cluster.#data, ...options], {
      cwd: folder,
      stdio: 'ignore',
      ...owner,
    })
    return cluster
  }

  get url(): string {
    return `postgres://ada@127.0.0.1:${this.#port}/postgres`
  }

  get #data(): string {
    return join(this.#folder, 'data')
  }

  /** Resolves when it answers. */
  async start(settings: readonly string[] = []): Promise<void> {
    const all = [
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${this.#folder}`,
      'fsync=off',
      ...settings,
    ]
    this.#server = spawn(
      join(this.#bin, 'postgres'),
      ['-D', this.#data, '-p', String(this.#port), ...all.flatMap((setting) => ['-c', setting])],
      { cwd: this.#folder, stdio: 'ignore', ...this.#owner },
    )
    while (!(await this.#answers()))
      if (this.#server.exitCode !== null) throw new Error('PostgreSQL did not start')
  }

  /** Has it write into a folder. */
  async give(folder: string): Promise<void> {
    const { uid, gid } = this.#owner
    if (uid !== undefined && gid !== undefined) await chown(folder, uid, gid)
  }

  /** From the next connection on. All others need none. */
  async requirePasswordOf(role: string): Promise<void> {
    const file = join(this.#data, 'pg_hba.conf')
    await writeFile(file, `host all ${role} 127.0.0.1/32 scram-sha-256\n${await readFile(file, 'utf8')}`)
    this.#server?.kill('SIGHUP')
  }

  /** `SIGINT` ends it at once and in order, `SIGQUIT` as a crash does. */
  async stop(signal: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
    const server = this.#server
    this.#server = null
    if (!server || server.exitCode !== null) return
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill(signal)
    await ended
  }

  async remove(): Promise<void> {
    await this.stop()
    await rm(this.#folder, { recursive: true })
  }

  async #answers(): Promise<boolean> {
    const client = new Client({ connectionString: this.url, connectionTimeoutMillis: 1000 })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.query('select 1')
      return true
    } catch {
      return false
    } finally {
      await client.end().catch(() => {})
    }
  }
}
