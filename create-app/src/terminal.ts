import type { Readable, Writable } from 'node:stream'

/** Where is asked and told. */
export interface Terminal {
  readonly input: Readable
  readonly output: Writable
  readonly errors: Writable
  /** Whether somebody is there to answer. */
  readonly isInteractive: boolean
}

/** That of this process; nobody answers in CI or in a pipe. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process
  return {
    input: stdin,
    output: stdout,
    errors: stderr,
    isInteractive: stdin.isTTY && stdout.isTTY && env['CI'] === undefined,
  }
}
