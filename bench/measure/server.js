import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../../scripts/steps/root.js'
import { sessionUsage } from './process-group.js'

/**
 * @typedef {object} BenchServer a server to compare; bench/servers/ holds one a file, as its default export
 * @property {string} name
 * @property {string[]} routes names of bench/routes.js that it answers
 * @property {string[]} command run at the root of the repository, with PORT and HOST in its environment
 * @property {Record<string, string>} [env]
 * @property {() => Promise<void>} [prepare] builds what the command needs
 */

/** A running server, alone in a session of its own and pinned to one processor. */
export class RunningServer {
  /** @type {import('node:child_process').ChildProcess} */
  #child
  #output = ''

  /**
   * @param {BenchServer} server
   * @param {number} port
   * @param {string} processors as taskset takes them
   */
  constructor(server, port, processors) {
    this.definition = server
    this.port = port
    this.#child = spawn('taskset', ['-c', processors, ...server.command], {
      cwd: root,
      detached: true,
      env: { ...process.env, NODE_ENV: 'production', ...server.env, HOST: '127.0.0.1', PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => (this.#output = (this.#output + text).slice(-4000)))
    }
  }

  /** The process that leads the server's session. */
  get pid() {
    if (this.#child.pid === undefined) throw new Error(`${this.definition.name} did not start.`)
    return this.#child.pid
  }

  usage() {
    return sessionUsage(this.pid)
  }

  /**
   * Waits until it answers, and refuses one whose answer is not the agreed one.
   *
   * @param {import('../routes.js').BenchRoute} route
   */
  async check(route) {
    const deadline = Date.now() + 15_000
    for (;;) {
      const response = await fetch(`http://127.0.0.1:${this.port}${route.path}`).catch(() => undefined)
      if (response) return checkAnswer(this.definition.name, route, response)
      if (this.#child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`${this.definition.name} does not answer. Its output:\n${this.#output}`)
      }
      await sleep(20)
    }
  }

  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exited = once(this.#child, 'exit')
    process.kill(-this.pid, 'SIGTERM')
    const killer = setTimeout(() => process.kill(-this.pid, 'SIGKILL'), 5000)
    await exited
    clearTimeout(killer)
  }
}

/**
 * @param {string} name
 * @param {import('../routes.js').BenchRoute} route
 * @param {Response} response
 */
async function checkAnswer(name, route, response) {
  const body = await response.text()
  const amiss = Object.keys(route.headers).filter(
    (header) => !(response.headers.get(header) ?? '').startsWith(route.headers[header] ?? ''),
  )
  if (response.status === 200 && body === JSON.stringify(route.body) && amiss.length === 0) return
  const reason = amiss.length > 0 ? ` with other headers: ${amiss.join(', ')}` : ''
  throw new Error(`${name} answers ${route.path} with ${response.status} ${body}${reason}`)
}

/** A port that nobody listens on. */
export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port.')
  return address.port
}
