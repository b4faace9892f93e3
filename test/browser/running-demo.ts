import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const demo = fileURLToPath(new URL('../../scripts/demo.js', import.meta.url))

/** `npm run demo`, up to the moment when it says where the app runs and where its files are. */
export class RunningDemo {
  readonly url: string
  readonly folder: string
  readonly #process: ChildProcess

  private constructor(process: ChildProcess, url: string, folder: string) {
    this.#process = process
    this.url = url
    this.folder = folder
  }

  static start(): Promise<RunningDemo> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [demo], { stdio: ['ignore', 'pipe', 'inherit'] })
      let output = ''
      child.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        const url = /^The app runs at (\S+)$/m.exec(output)?.[1]
        const folder = /^Its files are in (.+) until/m.exec(output)?.[1]
        if (url !== undefined && folder !== undefined) resolve(new RunningDemo(child, url, folder))
      })
      child.once('close', (code) => reject(new Error(`${output}\nThe demo ended with ${code}.`)))
    })
  }

  /** Stops it as Ctrl-C does. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('close', resolve))
    this.#process.kill('SIGINT')
    await ended
  }
}
