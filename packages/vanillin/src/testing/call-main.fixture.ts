import { Writable } from 'node:stream'
import { vi } from 'vitest'
import { main } from '../cli/main.ts'
import { createTerminal } from '../cli/terminal.ts'
import type { Finished } from './run-node.fixture.ts'

/** Runs the command in this process: for what ends before an app is loaded, and so needs no process of its own. */
export async function callMain(args: readonly string[], cwd: string): Promise<Finished> {
  const output = new Collected()
  const errors = new Collected()
  // cac prints its help by itself.
  const printed = vi
    .spyOn(console, 'info')
    .mockImplementation((text) => void output.write(`${String(text)}\n`))
  const before = process.cwd()
  const { stackTraceLimit } = Error
  process.chdir(cwd)
  try {
    const exitCode = await main(args, createTerminal(output, errors))
    return { exitCode, output: output.text, errors: errors.text }
  } finally {
    process.chdir(before)
    Error.stackTraceLimit = stackTraceLimit
    printed.mockRestore()
  }
}

class Collected extends Writable {
  text = ''

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += String(chunk)
    done()
  }
}
