import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished, vi } from 'vitest'
import { userEnvironment } from '../../scripts/demo/user-environment.js'

export interface LogLine {
  readonly msg?: string
  readonly requestId?: string
}

/** An app in production, in a process of its own that ends with the test, and its log. */
export class LoggingProcess {
  readonly #child: ChildProcess
  readonly lines: LogLine[] = []

  constructor(args: readonly string[], cwd: string) {
    const env = { ...userEnvironment(), NODE_ENV: 'production' }
    const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] })
    createInterface(child.stdout).on('line', (line) => this.lines.push(JSON.parse(line) as LogLine))
    this.#child = child
    onTestFinished(() => void child.kill('SIGKILL'))
  }

  /** The first match in a message. */
  prints(pattern: RegExp): Promise<string> {
    return vi.waitUntil(
      () => this.lines.map(({ msg = '' }) => pattern.exec(msg)?.[0]).find((match) => match !== undefined),
      30_000,
    )
  }

  /** Resolves when the process has ended by itself. */
  async stop(): Promise<void> {
    const ended = once(this.#child, 'close')
    this.#child.kill('SIGTERM')
    await ended
  }
}
