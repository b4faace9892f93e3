import { spawn } from 'node:child_process'

/** @type {Set<Child>} what the demo started and has not ended; all of it is stopped at the end, whatever happens */
const running = new Set()

/**
 * @typedef {object} ChildOptions
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} [env]
 * @property {boolean} [shell]
 * @property {boolean} [show] whether its output goes to the terminal instead of being kept
 */

/** A program that the demo started, in a process group of its own so that it can be stopped with its children. */
export class Child {
  output = ''
  /** @type {number | undefined} undefined while it runs */
  code = undefined
  /** @type {Promise<number>} */
  ended
  #process

  /**
   * @param {string} command
   * @param {readonly string[]} args
   * @param {ChildOptions} options
   */
  constructor(command, args, { cwd, env = process.env, shell = false, show = false }) {
    const isPosix = process.platform !== 'win32'
    this.#process = spawn(command, args, {
      cwd,
      env,
      shell,
      detached: isPosix,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.on('data', (chunk) => {
        this.output = (this.output + chunk).slice(-100_000)
        if (show) process.stdout.write(chunk)
      })
    }
    running.add(this)
    this.ended = new Promise((resolve) => {
      this.#process.once('error', (error) => {
        this.output += error.message
        resolve(127)
      })
      this.#process.once('close', (code, signal) => resolve(code ?? (signal ? 143 : 1)))
    }).then((code) => {
      this.code = code
      running.delete(this)
      return code
    })
  }

  /** Asks it and its children to stop, and insists after ten seconds. */
  async stop() {
    if (this.code !== undefined) return
    this.#signal('SIGTERM')
    const insist = setTimeout(() => this.#signal('SIGKILL'), 10_000)
    await this.ended
    clearTimeout(insist)
  }

  /** @param {NodeJS.Signals} signal */
  #signal(signal) {
    const { pid } = this.#process
    if (pid === undefined) return
    try {
      if (process.platform === 'win32') spawn('taskkill', ['/pid', String(pid), '/t', '/f'])
      else process.kill(-pid, signal)
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error
    }
  }
}

/** Stops all that is left. */
export async function stopChildren() {
  await Promise.all([...running].map((child) => child.stop()))
}
