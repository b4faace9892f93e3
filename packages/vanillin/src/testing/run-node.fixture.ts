import { spawn, type ChildProcess } from 'node:child_process'
import { onTestFinished } from 'vitest'
import { VANILLIN } from './temporary-app.fixture.ts'

export interface Finished {
  readonly exitCode: number | null
  readonly output: string
  readonly errors: string
}

export interface RunOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** A process that goes on: its output so far, and how to wait for more. */
export class Running {
  readonly child: ChildProcess
  output = ''

  constructor(file: string, args: readonly string[], { cwd, env = {} }: RunOptions) {
    this.child = spawn(process.execPath, [file, ...args], {
      cwd,
      // vitest's own settings are not the app's.
      env: { ...withoutTestSettings(), NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.on('data', (data: Buffer) => (this.output += data.toString()))
    }
    onTestFinished(async () => void (await this.stop()))
  }

  /** Resolves with the match as soon as the output has it. */
  async prints(pattern: RegExp): Promise<RegExpMatchArray> {
    for (;;) {
      const match = this.output.match(pattern)
      if (match !== null) return match
      if (this.child.exitCode !== null)
        throw new Error(`It ended with ${this.child.exitCode}:\n${this.output}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  /** Resolves with the exit code. */
  async stop(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM')
      await new Promise((resolve) => this.child.once('exit', resolve))
    }
    return this.child.exitCode
  }
}

export function run(file: string, args: readonly string[], { cwd, env = {} }: RunOptions): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [file, ...args], {
      cwd,
      env: { ...withoutTestSettings(), NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    let errors = ''
    child.stdout.on('data', (data: Buffer) => (output += data.toString()))
    child.stderr.on('data', (data: Buffer) => (errors += data.toString()))
    child.once('close', (exitCode) => resolve({ exitCode, output, errors }))
  })
}

/** Runs the command to its end. */
export function vanillin(args: readonly string[], options: RunOptions): Promise<Finished> {
  return run(VANILLIN, args, options)
}

function withoutTestSettings(): NodeJS.ProcessEnv {
  const { NODE_ENV: _, VITEST: __, ...rest } = process.env
  return rest
}
