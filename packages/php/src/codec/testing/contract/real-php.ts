import { spawn, spawnSync } from 'node:child_process'
import { describeUnless } from '#fixtures/describe-unless.ts'

/** The php of the machine; another one by VANILLIN_TEST_PHP. */
export const phpCommand: string = process.env['VANILLIN_TEST_PHP'] ?? 'php'

/** Runs a script, without its `<?php`, and answers what it has written. */
export function runPhp(
  script: string,
  input: string | Buffer = '',
  settings: readonly string[] = [],
): Buffer {
  const result = spawnSync(phpCommand, argumentsFor(script, settings), { input, maxBuffer: 1024 ** 3 })
  if (result.error !== undefined) throw result.error
  if (result.status !== 0) throw new Error(`php ended with ${result.status}: ${result.stderr.toString()}`)
  return result.stdout
}

/** The same beside what else goes on; `onOutput` gets what it writes as it comes. */
export function startPhp(
  script: string,
  input: string,
  settings: readonly string[] = [],
  onOutput: (text: string) => void = () => {},
): Promise<string> {
  const child = spawn(phpCommand, argumentsFor(script, settings), { stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end(input)
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
    onOutput(output)
  })
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0 ? resolve(output) : reject(new Error(`php ended with ${code}: ${errors}${output}`)),
    )
  })
}

function argumentsFor(script: string, settings: readonly string[]): string[] {
  const options = ['display_errors=stderr', 'error_reporting=-1', 'memory_limit=1G', ...settings]
  return [...options.flatMap((setting) => ['-d', setting]), '-r', script]
}

/** A suite that needs php-cli, and PHP extensions by their names. */
export function describeWithPhp(title: string, extensions: readonly string[], define: () => void): void {
  describeUnless(whyNot(extensions), title, define)
}

let loaded: readonly string[] | undefined

function whyNot(extensions: readonly string[]): string | undefined {
  try {
    loaded ??= runPhp('echo implode(",", get_loaded_extensions());').toString().split(',')
  } catch {
    return 'there is no php-cli'
  }
  const missing = extensions.filter((name) => !loaded!.includes(name))
  return missing.length === 0 ? undefined : `php has no extension ${missing.join(', ')}`
}
