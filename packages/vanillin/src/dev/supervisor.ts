import { fork, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { findPortOwner } from '@vanillin/http'
import type { Terminal } from '../cli/terminal.ts'
import { UserError } from '../cli/user-error.ts'
import { CrashPage } from './crash-page.ts'
import type { Address, ChildMessage, SupervisorMessage } from './messages.ts'
import { nextSave } from './next-save.ts'

export interface SupervisorOptions {
  readonly root: string
  /** Default: that of config/app.ts. */
  readonly host: string | undefined
  /** Default: that of config/app.ts. */
  readonly port: number | undefined
  readonly terminal: Terminal
  /** Applies new migrations without asking. */
  readonly migrate: boolean
  /** A process serves: the app, or the page that says why it could not start. */
  readonly onServing: (url: string, ok: boolean) => void
  /** A source of the app was saved, or its generated types changed. */
  readonly onSaved: () => void
}

const STOP_DEADLINE_MS = 5_000

/** Addresses that a browser on this machine reaches as localhost. */
const LOCAL = new Set(['127.0.0.1', '::1', '0.0.0.0', '::'])

/**
 * Holds the port of `vanillin dev` and the process that runs the app. It accepts every connection and
 * passes it to that process; while there is none, between the end of the old and the start of its
 * successor, connections wait here, so that nobody sees a refusal.
 */
export class Supervisor {
  readonly #options: SupervisorOptions
  readonly #server: Server
  readonly #crashPage = new CrashPage()
  readonly #waiting: Socket[] = []
  #child: ChildProcess | undefined
  /** Connections go to the child; else they wait, or get the crash page. */
  #state: 'waiting' | 'serving' | 'crashed' | 'stopping' = 'waiting'
  #swapping = false
  #addressKnown: (address: Address) => void = () => {}
  #served: () => void = () => {}

  constructor(options: SupervisorOptions) {
    this.#options = options
    // Paused: the bytes of a request must be read by the process that answers it.
    this.#server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => this.#take(socket))
  }

  /**
   * Resolves when something is served: the app, or the page of its error.
   * @throws UserError when the port is taken, naming who has it
   */
  async start(): Promise<void> {
    const address = new Promise<Address>((resolve) => (this.#addressKnown = resolve))
    const served = new Promise<void>((resolve) => (this.#served = resolve))
    this.#fork()
    // Before the app boots: a second server of one app would take its database from the first.
    await this.#listen(await address)
    if (this.#state === 'serving') this.#options.onServing(this.url, false)
    else if (this.#child !== undefined) this.#tell(this.#child, { type: 'boot' })
    await served
  }

  async #listen(configured: Address): Promise<void> {
    const host = this.#options.host ?? configured.host
    const port = this.#options.port ?? configured.port
    try {
      await new Promise<void>((resolve, reject) => {
        this.#server.once('error', reject)
        this.#server.listen(port, host, () => resolve())
      })
    } catch (error) {
      await this.stop()
      throw await refusal(error as NodeJS.ErrnoException, host, port)
    }
  }

  get url(): string {
    const { address, port } = this.#server.address() as AddressInfo
    const host = LOCAL.has(address) ? 'localhost' : address
    return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  }

  /** Runs the migrations that wait. */
  migrate(): void {
    if (this.#state === 'serving' && this.#child !== undefined) this.#tell(this.#child, { type: 'migrate' })
  }

  /** Replaces the process; connections wait meanwhile. */
  swap(reason: string): void {
    if (this.#swapping || this.#state === 'stopping') return
    this.#swapping = true
    const { terminal } = this.#options
    terminal.line(terminal.style('dim', `${reason}: new process`))
    this.#state = 'waiting'
    if (this.#child === undefined) this.#replace()
    else this.#end(this.#child)
  }

  #replace(): void {
    this.#swapping = false
    this.#fork()
  }

  /** Ends the process in order, then lets go of the port. */
  async stop(): Promise<void> {
    if (this.#state === 'stopping') return
    this.#state = 'stopping'
    if (this.#server.listening) this.#server.close()
    for (const socket of this.#waiting.splice(0)) socket.destroy()
    const child = this.#child
    if (child === undefined) return
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      this.#end(child)
    })
  }

  #fork(): void {
    const child = fork(fileURLToPath(new URL('child.js', import.meta.url)), [], {
      cwd: this.#options.root,
      // The terminal's Ctrl-C reaches the child too; it waits for the supervisor's word.
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      execArgv: [],
      env: {
        ...process.env,
        NODE_ENV: 'development',
        VANILLIN_ROOT: this.#options.root,
        VANILLIN_DEV: JSON.stringify({ migrate: this.#options.migrate }),
      },
    })
    this.#child = child
    child.on('message', (message: ChildMessage) => this.#hear(child, message))
    child.once('exit', (code, signal) => this.#exited(child, code, signal))
    this.#tell(child, { type: 'load' })
  }

  #end(child: ChildProcess): void {
    this.#tell(child, { type: 'drain' })
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS)
    child.once('exit', () => clearTimeout(timer))
  }

  #tell(child: ChildProcess, message: SupervisorMessage): void {
    // A process that has just ended is reported by its exit event.
    if (child.connected) child.send(message, () => {})
  }

  #hear(child: ChildProcess, message: ChildMessage): void {
    if (child !== this.#child || this.#state === 'stopping') return
    if (message.type === 'saved') this.#options.onSaved()
    if (message.type === 'swap') this.swap(`${message.file} changed`)
    if (message.type === 'loaded') {
      if (this.#server.listening) this.#tell(child, { type: 'boot' })
      else this.#addressKnown(message.address)
    }
    if (message.type === 'serving' && !this.#swapping) {
      this.#state = 'serving'
      for (const socket of this.#waiting.splice(0)) this.#take(socket)
      if (this.#server.listening) this.#options.onServing(this.url, message.ok)
      // Its config could not be read.
      else this.#addressKnown(addressOfEnvironment())
      this.#served()
    }
  }

  #exited(child: ChildProcess, code: number | null, signal: string | null): void {
    if (child !== this.#child) return
    this.#child = undefined
    if (this.#state === 'stopping') return
    if (this.#swapping) {
      this.#replace()
      return
    }
    const how = signal === null ? `with exit code ${code}` : `by ${signal}`
    this.#options.terminal.error(`The app's process ended ${how}.`, 'It starts again with the next save.')
    this.#state = 'crashed'
    this.#addressKnown(addressOfEnvironment())
    this.#served()
    this.#crashPage.explain(`The app's process ended ${how}`)
    for (const socket of this.#waiting.splice(0)) this.#take(socket)
    void nextSave(this.#options.root).then(
      (file) => this.#state === 'crashed' && this.swap(`${file} changed`),
    )
  }

  #take(socket: Socket): void {
    if (this.#state === 'crashed') {
      this.#crashPage.accept(socket)
    } else if (this.#state === 'serving' && this.#child?.connected) {
      this.#child.send({ type: 'connection' } satisfies SupervisorMessage, socket, (error) => {
        if (error !== null && !socket.destroyed) this.#wait(socket)
      })
    } else {
      this.#wait(socket)
    }
  }

  #wait(socket: Socket): void {
    this.#waiting.push(socket)
    socket.once('error', () => socket.destroy())
  }
}

/** What config/app.ts most often says, for an app that does not get as far as saying it. */
function addressOfEnvironment(): { host: string; port: number } {
  return { host: process.env['HOST'] ?? '127.0.0.1', port: Number(process.env['PORT'] ?? 3000) }
}

async function refusal(error: NodeJS.ErrnoException, host: string, port: number): Promise<Error> {
  switch (error.code) {
    case 'EADDRINUSE': {
      const owner = await findPortOwner(port)
      const who = owner === undefined ? '' : ` by process ${owner.pid} (${owner.command})`
      const help = `Stop that process, or choose another port: vanillin dev --port ${port + 1}`
      return new UserError(`Port ${port} is in use${who}.`, help)
    }
    case 'EACCES':
      return new UserError(`Port ${port} needs more rights than you have.`, 'Choose one above 1023.')
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new UserError(
        `${host} is not an address of this machine.`,
        'Use --host 127.0.0.1, or --host 0.0.0.0 for all its addresses.',
      )
    default:
      return error
  }
}
