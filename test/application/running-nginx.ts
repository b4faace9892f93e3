import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const hasNginx = spawnSync('nginx', ['-v']).status === 0

/** An nginx of the test's own, in a folder of its own, on one port. */
export class RunningNginx {
  readonly origin: string
  readonly #folder = mkdtempSync(join(tmpdir(), 'vanillin-nginx-'))
  readonly #port: number
  #process: ChildProcess | undefined

  constructor(port: number) {
    this.#port = port
    this.origin = `http://127.0.0.1:${port}`
  }

  /** Its whole configuration; answers what `nginx -t` complains of, '' when it is sound. */
  configure({ http, server }: { readonly http: string; readonly server: string }): string {
    const user = process.getuid?.() === 0 ? 'user root;' : ''
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((kind) => `    ${kind}_temp_path ${this.#folder}/${kind};`)
      .join('\n')
    writeFileSync(
      join(this.#folder, 'nginx.conf'),
      `${user}
daemon off;
worker_processes 1;
pid ${this.#folder}/nginx.pid;
error_log ${this.#folder}/error.log;
events {}
http {
    access_log off;
${temporary}
${http}
    server {
        listen 127.0.0.1:${this.#port};
${server}
    }
}
`,
    )
    const { status, stderr } = spawnSync('nginx', [...this.#arguments(), '-t'], { encoding: 'utf8' })
    return status === 0 ? '' : stderr
  }

  async start(): Promise<void> {
    this.#process = spawn('nginx', this.#arguments(), { stdio: 'ignore' })
    while (!(await this.#accepts())) await new Promise((resolve) => setTimeout(resolve, 10))
  }

  /** Takes in what `configure` wrote, as a deployment does. */
  reload(): void {
    this.#process?.kill('SIGHUP')
  }

  async stop(): Promise<void> {
    if (this.#process !== undefined && this.#process.exitCode === null) {
      const exited = once(this.#process, 'exit')
      this.#process.kill('SIGTERM')
      await exited
    }
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #arguments(): string[] {
    return ['-p', this.#folder, '-e', join(this.#folder, 'error.log'), '-c', join(this.#folder, 'nginx.conf')]
  }

  #accepts(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.#port, '127.0.0.1')
      socket.once('connect', () => resolve(socket.destroy() !== undefined))
      socket.once('error', () => resolve(false))
    })
  }
}
