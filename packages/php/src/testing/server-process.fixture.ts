import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect, type NetConnectOpts } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** A server for tests, with its workers in a group of processes of its own. */
export class ServerProcess {
  readonly #child: ChildProcess
  readonly #onExit = (): void => this.#signal('SIGKILL')
  #printed = ''

  constructor(program: string, values: readonly string[]) {
    this.#child = spawn(program, values, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    for (const stream of [this.#child.stdout!, this.#child.stderr!])
      stream.on('data', (bytes: Buffer) => (this.#printed += bytes.toString()))
    this.#child.on('error', (error) => (this.#printed += error.message))
    process.once('exit', this.#onExit)
  }

  get printed(): string {
    return this.#printed
  }

  /** Resolves once it accepts connections. */
  async untilItListens(address: NetConnectOpts): Promise<void> {
    const until = Date.now() + 20_000
    // oxlint-disable-next-line no-await-in-loop -- until it is there
    while (!(await accepts(address))) {
      if (this.#child.exitCode !== null || Date.now() > until)
        throw new Error(`The server does not listen: ${this.#printed}`)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await wait(5)
    }
  }

  /** Ends all of its processes. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    process.off('exit', this.#onExit)
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#signal(signal)
    await ended
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child
    if (pid === undefined) return
    try {
      process.kill(-pid, signal)
    } catch {
      // they have ended already
    }
  }
}

function accepts(address: NetConnectOpts): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address)
    const answer = (isIn: boolean) => () => {
      socket.destroy()
      resolve(isIn)
    }
    socket.once('connect', answer(true))
    socket.once('error', answer(false))
  })
}
