import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text as textOf } from 'node:stream/consumers'
import { FastCgiPool } from '../fastcgi/fastcgi-pool.ts'
import { encodeNameValues } from '../fastcgi/name-values.ts'
import { defaultAnswerLimits, defaultConnectionLimits } from '../upstreams/connection-limits.ts'
import { programs } from './programs.fixture.ts'
import { ServerProcess } from './server-process.fixture.ts'

export interface PhpFpmOptions {
  readonly workers?: number
  /** A TCP port; else a socket in the folder. */
  readonly port?: number
  /** Where sessions are kept, whatever a script says; else in the folder. */
  readonly sessionFolder?: string
  /** Further lines of the pool. */
  readonly lines?: readonly string[]
}

/** Workers of php-fpm by what they do. */
export interface FpmStatus {
  readonly running: number
  readonly accepted: number
}

interface Found {
  readonly processes: readonly { readonly state: string }[]
  readonly 'accepted conn': number
}

function text(body: Buffer | Readable): Promise<string> {
  return body instanceof Readable ? textOf(body) : Promise.resolve(body.toString())
}

/** php-fpm with a configuration, a socket and a folder of its own. */
export class PhpFpm {
  readonly folder: string
  readonly address: string
  readonly #options: PhpFpmOptions
  #process: ServerProcess | undefined

  constructor(options: PhpFpmOptions = {}) {
    this.#options = options
    this.folder = mkdtempSync(join(tmpdir(), 'vanillin-fpm-'))
    this.address = options.port === undefined ? join(this.folder, 'fpm.sock') : `127.0.0.1:${options.port}`
    mkdirSync(join(this.folder, 'sessions'))
    writeFileSync(join(this.folder, 'fpm.conf'), this.#configuration())
  }

  async start(): Promise<this> {
    const { port } = this.#options
    // -R: containers of the continuous integration run as root
    this.#process = new ServerProcess(programs['php-fpm']!, [
      '--nodaemonize',
      '--fpm-config',
      join(this.folder, 'fpm.conf'),
      ...(process.getuid?.() === 0 ? ['--allow-to-run-as-root'] : []),
    ])
    await this.#process.untilItListens(
      port === undefined ? { path: this.address } : { port, host: '127.0.0.1' },
    )
    return this
  }

  get printed(): string {
    return this.#process?.printed ?? ''
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.#process?.stop(signal)
  }

  async remove(): Promise<void> {
    await this.stop('SIGKILL')
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Asked over a connection of its own, whose worker is not counted. */
  async status(): Promise<FpmStatus> {
    const { port } = this.#options
    const pool = new FastCgiPool({
      ...defaultConnectionLimits,
      ...defaultAnswerLimits,
      address: port === undefined ? { path: this.address } : { port, host: '127.0.0.1' },
    })
    const answer = await pool.send(
      {
        parameters: encodeNameValues([
          ['SCRIPT_NAME', '/fpm-status'],
          ['SCRIPT_FILENAME', '/fpm-status'],
          ['REQUEST_METHOD', 'GET'],
          ['QUERY_STRING', 'json&full'],
        ]),
        body: undefined,
        onAbort: () => {},
        onReport: () => {},
      },
      { isRepeatable: false },
    )
    pool.close()
    const found = JSON.parse(await text(answer.body)) as Found
    // Its own count of active ones goes up with each request on a kept connection and never down for it.
    const running = found.processes.filter(({ state }) => state === 'Running')
    return { running: running.length - 1, accepted: found['accepted conn'] }
  }

  #configuration(): string {
    const { workers = 5, sessionFolder = join(this.folder, 'sessions'), lines = [] } = this.#options
    return [
      '[global]',
      `error_log = ${join(this.folder, 'fpm.log')}`,
      '[www]',
      `user = ${userInfo().username}`,
      `listen = ${this.address}`,
      'listen.backlog = 511',
      'pm = static',
      `pm.max_children = ${workers}`,
      'pm.status_path = /fpm-status',
      `php_admin_value[session.save_path] = ${sessionFolder}`,
      `php_admin_value[upload_tmp_dir] = ${this.folder}`,
      'php_admin_value[upload_max_filesize] = 1500M',
      'php_admin_value[post_max_size] = 1500M',
      'php_admin_value[opcache.revalidate_freq] = 0',
      ...lines,
      '',
    ].join('\n')
  }
}
