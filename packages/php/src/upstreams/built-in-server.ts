import { createHmac, randomBytes } from 'node:crypto'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Logger } from '@vanillin/core'
import type { Parameter } from '../fastcgi/name-values.ts'
import { toVariables } from '../handover/app-variables.ts'
import { headerVariables } from '../handover/header-variables.ts'
import { appVariables, requestVariables } from '../handover/server-variables.ts'
import { BridgeError } from '../errors/bridge-error.ts'
import { programEnvironment } from '../program-environment.ts'
import { ROUTER_SCRIPT, SECRET_VARIABLE, VARIABLES_HEADER } from './built-in-router.ts'
import { freePort } from './free-port.ts'
import { HttpUpstream } from './http-upstream.ts'
import type { Handover, PhpUpstream, UpstreamAnswer } from './php-upstream.ts'
import type { UpstreamSettings } from './upstream-settings.ts'

export interface BuiltInServerOptions {
  readonly settings: UpstreamSettings & { readonly kind: 'found' }
  readonly root: string
  readonly log: Logger
}

/** Scripts at once: as many as are asked for by one page and its requests. Not on Windows, where PHP runs one. */
const WORKERS = 4

/** `php -S`, PHP's own server for development: started here, and ended with this process. */
export class BuiltInServer implements PhpUpstream {
  readonly description: string
  readonly #process: ChildProcess
  readonly #http: HttpUpstream
  readonly #secret: string
  readonly #env: readonly Parameter[]
  readonly #folder: string
  readonly #onExit = (): void => this.#kill()

  private constructor(
    child: ChildProcess,
    port: number,
    secret: string,
    folder: string,
    { settings }: BuiltInServerOptions,
  ) {
    this.#process = child
    this.#secret = secret
    this.#folder = folder
    this.#env = toVariables(settings.env)
    this.#http = new HttpUpstream({
      ...settings,
      kind: 'http',
      origin: `http://127.0.0.1:${port}`,
      maxConnections: WORKERS,
    })
    this.description = `php -S, process ${child.pid}`
    process.once('exit', this.#onExit)
  }

  /** Undefined where there is no program `php`. @throws BridgeError `E_PHP_UPSTREAM` when it does not start */
  static async start(options: BuiltInServerOptions): Promise<BuiltInServer | undefined> {
    const folder = await mkdtemp(join(tmpdir(), 'vanillin-php-'))
    const router = join(folder, 'router.php')
    await writeFile(router, ROUTER_SCRIPT)
    const port = await freePort()
    const secret = randomBytes(32).toString('hex')
    const child = spawn('php', ['-S', `127.0.0.1:${port}`, '-t', options.root, router], {
      stdio: ['ignore', 'ignore', 'pipe'],
      // A group of its own: its workers end with it.
      detached: true,
      env: {
        ...programEnvironment(),
        ...options.settings.env,
        PHP_CLI_SERVER_WORKERS: String(WORKERS),
        [SECRET_VARIABLE]: secret,
      },
    })
    child.unref()
    const failure = await untilStarted(child, options.log)
    if (failure === undefined) return new BuiltInServer(child, port, secret, folder, options)
    await rm(folder, { recursive: true, force: true })
    if (failure === 'ENOENT') return undefined
    throw new BridgeError('E_PHP_UPSTREAM', `\`php -S\` did not start: ${failure}`)
  }

  get isGone(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null
  }

  async answer(handover: Handover): Promise<UpstreamAnswer> {
    const { request, script, root, body } = handover
    if (script === undefined || root === undefined) return this.#http.answer(handover)
    const variables = [
      ...requestVariables({ request, script, documentRoot: root, bodyBytes: body.sizeBytes }),
      ...appVariables({ documentRoot: root, env: this.#env }),
      ...headerVariables(request),
    ]
    const encoded = Buffer.from(
      JSON.stringify(
        Object.fromEntries(
          variables.map(([name, value]) => [name, Buffer.from(value, 'latin1').toString('base64')]),
        ),
      ),
    ).toString('base64')
    const signature = createHmac('sha256', this.#secret).update(encoded).digest('hex')
    const answer = await this.#http.answer(handover, [[VARIABLES_HEADER, `${signature}.${encoded}`]])
    // It repeats the Host of the request, which no other server does.
    return { ...answer, headers: answer.headers.filter(([name]) => name.toLowerCase() !== 'host') }
  }

  async close(): Promise<void> {
    process.off('exit', this.#onExit)
    await this.#http.close()
    if (!this.isGone) {
      const ended = once(this.#process, 'exit')
      this.#kill()
      await ended
    }
    await rm(this.#folder, { recursive: true, force: true })
  }

  #kill(): void {
    const { pid } = this.#process
    if (pid === undefined) return
    try {
      process.kill(process.platform === 'win32' ? pid : -pid)
    } catch {
      // it has ended by itself
    }
  }
}

/** Undefined once it answers; else why it does not. What it prints from then on goes to the log. */
function untilStarted(child: ChildProcess, log: Logger): Promise<string | undefined> {
  return new Promise((resolve) => {
    const printed: string[] = []
    child.once('error', (error) => resolve('code' in error ? String(error.code) : error.message))
    child.once('exit', () => resolve(printed.join('\n') || 'it ended at once'))
    const lines = createInterface({ input: child.stderr! })
    lines.on('line', (line) => {
      if (/Development Server .* started/.test(line)) resolve(undefined)
      else printed.push(line)
      printed.splice(0, printed.length - 20)
      if (isReport(line)) log.warn({ php: line }, 'PHP reports.')
    })
  })
}

/** Every connection and every answer is a line too, which says nothing new. */
function isReport(line: string): boolean {
  return !/\] (?:PHP [\d.]+ Development Server|\S+ (?:Accepted|Closing|\[\d{3}\]))/.test(line)
}
