import { spawn } from 'node:child_process'

export interface CommandResult {
  /** Exit code; 127 when there is no such program. */
  readonly code: number
  /** All that it printed. */
  readonly output: string
}

export interface CommandOptions {
  readonly cwd: string
  readonly environment?: Readonly<Record<string, string>>
  /** Stops the program. */
  readonly signal?: AbortSignal
}

/** Runs a program to its end, without a terminal. Never throws. */
export function runCommand(
  program: string,
  args: readonly string[],
  { cwd, environment, signal }: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    // npm, pnpm and yarn are .cmd files on Windows, which only a shell starts; the arguments are all ours.
    const shell = process.platform === 'win32'
    const env = { ...process.env, ...environment }
    const child = spawn(program, args, { cwd, env, shell, signal, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', (error) => {
      output += `${error.message}\n`
      // One that was stopped by the signal is still ending: it may write files until `close`.
      if (child.pid === undefined) resolve({ code: 127, output })
    })
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
