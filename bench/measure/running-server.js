import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../../scripts/steps/root.js'
import { freePort } from './free-port.js'
import { Visitor } from './visitor.js'
import { groupProcesses, groupUsage, isRunning } from './process-group.js'

/**
 * @typedef {object} Place where a server is started
 * @property {number} port on 127.0.0.1
 * @property {string} folder its own, for configuration and logs; removed afterwards
 * @property {string | undefined} databaseUrl `postgres://` or `mysql://`, of the route that is measured
 */

/**
 * @typedef {object} BenchServer a server to compare; bench/servers/ holds one a file, as its default export
 * @property {string} name
 * @property {string} version e.g. `Fastify 5.12.0`
 * @property {boolean} logs whether it writes an access log, as its own starter or package configures it
 * @property {string[]} routes names of bench/routes that it answers
 * @property {() => string | undefined} [missing] what is missing on this machine, with the command that brings it
 * @property {() => Promise<void>} [prepare] builds what the command needs, once
 * @property {(place: Place) => string[]} command run at the root of the repository, with PORT, HOST, SESSION_FOLDER and
 *   DATABASE_URL in its environment, in the foreground
 * @property {Record<string, string>} [env]
 */

/** A running server, alone in a session of its own and pinned to one processor. What it prints goes to a file. */
export class RunningServer {
  /** @type {import('node:child_process').ChildProcess} */
  #child
  /** @type {string} */
  #folder
  /** @type {Visitor[]} */
  #visitors = []

  /**
   * @param {BenchServer} server
   * @param {{ processors: string, databaseUrl: string | undefined }} options processors as taskset takes them
   */
  static async start(server, { processors, databaseUrl }) {
    const folder = mkdtempSync(join(tmpdir(), 'vanillin-bench-'))
    return new RunningServer(server, { port: await freePort(), folder, databaseUrl }, processors)
  }

  /**
   * @param {BenchServer} server
   * @param {Place} place
   * @param {string} processors
   */
  constructor(server, place, processors) {
    this.definition = server
    this.port = place.port
    this.#folder = place.folder
    const output = openSync(join(place.folder, 'output.log'), 'w')
    this.#child = spawn('taskset', ['-c', processors, ...server.command(place)], {
      cwd: root,
      detached: true,
      env: {
        ...process.env,
        NODE_ENV: 'production',
        ...server.env,
        HOST: '127.0.0.1',
        PORT: String(place.port),
        SESSION_FOLDER: join(place.folder, 'sessions'),
        ...(place.databaseUrl === undefined ? {} : { DATABASE_URL: place.databaseUrl }),
      },
      stdio: ['ignore', output, output],
    })
    closeSync(output)
  }

  /** The process that leads the server's session. */
  get pid() {
    if (this.#child.pid === undefined) throw new Error(`${this.definition.name} did not start.`)
    return this.#child.pid
  }

  usage() {
    return groupUsage(this.pid)
  }

  /** The header Cookie of each visitor who has signed in. */
  get cookies() {
    return this.#visitors.map((visitor) => visitor.cookie ?? '')
  }

  /**
   * Lets visitors sign in, where the route has that, once it answers. The first one signs out again, to see that it
   * works.
   *
   * @param {import('../routes/index.js').BenchRoute} route
   * @param {number} count
   */
  async signIn({ signIn, signOut }, count) {
    if (signIn === undefined) return
    await this.answers('/plaintext')
    await this.#judged('the login', async () => {
      const first = new Visitor(this.port)
      await signIn(first)
      await signOut?.(first)
      for (let index = 0; index < count; index++) {
        const visitor = new Visitor(this.port)
        await signIn(visitor)
        this.#visitors.push(visitor)
      }
    })
  }

  /**
   * Refuses a server whose answer is not the agreed one, once it answers.
   *
   * @param {import('../routes/index.js').BenchRoute} route
   * @param {import('../databases/index.js').World | undefined} world
   */
  async check(route, world) {
    const { method = 'GET', path, contentType, body } = route.request
    await this.answers('/plaintext')
    const [visitor = new Visitor(this.port)] = this.#visitors
    await this.#judged(`${method} ${path}`, async () => {
      const answer = await visitor.send(path, {
        method,
        ...(contentType === undefined ? {} : { headers: { 'content-type': contentType } }),
        ...(body === undefined ? {} : { body }),
      })
      await route.check(answer, world)
    })
  }

  /**
   * @param {string} what
   * @param {() => Promise<void>} judge
   */
  async #judged(what, judge) {
    try {
      await judge()
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new Error(`${this.definition.name} answers ${what} wrongly: ${reason}`, { cause: error })
    }
  }

  /**
   * Waits until it answers, whatever it says.
   *
   * @param {string} path
   * @param {RequestInit} [init]
   */
  async answers(path, init) {
    const deadline = Date.now() + 20_000
    for (;;) {
      const response = await fetch(`http://127.0.0.1:${this.port}${path}`, init).catch(() => undefined)
      // nginx answers 502 as long as the server behind it does not listen
      if (response && response.status !== 502) return response
      if (this.#child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`${this.definition.name} does not answer. Its output:\n${this.output()}`)
      }
      await sleep(20)
    }
  }

  /** Waits until it has worked off what the load left behind: two milliseconds in 200 are its own timers. */
  async workedOff() {
    let before = -Infinity
    for (let now = this.usage().cpuUs; now - before > 2000; now = this.usage().cpuUs) {
      before = now
      await sleep(200)
    }
  }

  /** The end of what it printed. */
  output() {
    return readFileSync(join(this.#folder, 'output.log'), 'utf8').slice(-4000)
  }

  /** Ends all its processes: by SIGTERM, and what is left after five seconds by SIGKILL. */
  async stop() {
    const processes = new Set(groupProcesses(this.pid))
    signalAll(processes, 'SIGTERM')
    const deadline = Date.now() + 5000
    while (processes.size > 0) {
      await sleep(20)
      for (const pid of groupProcesses(this.pid)) processes.add(pid)
      // a process that lost its parent is in nobody's group any more
      for (const pid of processes) if (!isRunning(pid)) processes.delete(pid)
      if (Date.now() > deadline) signalAll(processes, 'SIGKILL')
    }
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit')
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/**
 * @param {Iterable<number>} processes
 * @param {'SIGTERM' | 'SIGKILL'} signal
 */
function signalAll(processes, signal) {
  for (const pid of processes) {
    try {
      process.kill(pid, signal)
    } catch {
      // it has just ended by itself
    }
  }
}
