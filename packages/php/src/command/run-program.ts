import { spawn, type ChildProcess } from 'node:child_process'
import { LastOutput } from './last-output.ts'

/** Between the request to end and the end. */
const GRACE_MS = 3_000

export interface RunOptions {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  readonly maxOutputBytes: number
}

export interface ProgramResult {
  readonly end: 'exited' | 'timeout' | 'aborted' | 'unstarted'
  readonly exitCode: number | undefined
  /** That ended it. */
  readonly signal: string | undefined
  readonly output: string
  readonly errorOutput: string
  readonly isCut: boolean
  readonly cause: unknown
}

/** Runs a program without a shell, with what it starts in a group of processes that ends with it; resolves when it has ended. */
export function runProgram(
  program: string,
  values: readonly string[],
  options: RunOptions,
): Promise<ProgramResult> {
  const { cwd, env, timeoutMs, signal, maxOutputBytes } = options
  const child = spawn(program, values, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const output = new LastOutput(maxOutputBytes)
  const errorOutput = new LastOutput(maxOutputBytes)
  child.stdout.on('data', (chunk: Buffer) => output.add(chunk))
  child.stderr.on('data', (chunk: Buffer) => errorOutput.add(chunk))
  let end: ProgramResult['end'] = 'exited'
  let grace: NodeJS.Timeout | undefined
  // What has left the group of processes, as a daemon does, may hold them open for ever.
  const letGo = (): void => {
    kill(child, 'SIGKILL')
    child.stdout.destroy()
    child.stderr.destroy()
  }
  const stop = (why: ProgramResult['end']): void => {
    if (grace !== undefined) return
    end = why
    kill(child, 'SIGTERM')
    const isGone = child.exitCode !== null || child.signalCode !== null
    grace = setTimeout(letGo, isGone ? 0 : GRACE_MS)
  }
  const onAbort = (): void => stop('aborted')
  const onExit = (): void => kill(child, 'SIGKILL')
  const timer = setTimeout(() => stop('timeout'), timeoutMs)
  signal?.addEventListener('abort', onAbort)
  process.once('exit', onExit)
  return new Promise((resolve) => {
    const settle = (exitCode: number | null, by: string | null, cause: unknown): void => {
      clearTimeout(timer)
      clearTimeout(grace)
      signal?.removeEventListener('abort', onAbort)
      process.off('exit', onExit)
      const texts = { output: output.text(), errorOutput: errorOutput.text() }
      const isCut = output.isCut || errorOutput.isCut
      resolve({ end, exitCode: exitCode ?? undefined, signal: by ?? undefined, ...texts, isCut, cause })
    }
    child.once('error', (error) => {
      end = 'unstarted'
      settle(null, null, error)
    })
    // What the program has started may still hold its output open: it ends too, or the answer would wait for it.
    child.once('exit', () => {
      if (end !== 'exited') kill(child, 'SIGKILL')
    })
    child.once('close', (exitCode, by) => settle(exitCode, by, signal?.reason))
  })
}

function kill({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch {
    // It has ended.
  }
}
